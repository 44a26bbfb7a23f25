"""The app: the shop installed on a device, a page and a service worker that speak the app API and keep what was seen."""
