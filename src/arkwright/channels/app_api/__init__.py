"""The app API under `/api/v1`: the shop's journeys as JSON, from one table of which routes and OpenAPI document are made."""
