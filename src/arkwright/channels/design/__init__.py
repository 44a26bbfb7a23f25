"""The look that shop, back office and desk share: one style sheet, one small script, base templates and macros."""
