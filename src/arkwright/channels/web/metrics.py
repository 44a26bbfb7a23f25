"""Figures of a process for Prometheus: requests by route and status, how long they took, and gauges that others add."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """One registry; hand the same one to each site of a process. Labels never hold what a person typed."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter("arkwright_requests", "Requests answered", ["site", "method", "route", "status"], registry=self.registry)
        self._latency = Histogram(
            "arkwright_request_seconds", "Time to answer", ["site", "method", "route"], registry=self.registry, buckets=SECONDS
        )

    def answered(self, site: str, method: str, route: str, status: int, took_ms: int) -> None:
        """Count one request; `route` is the template, never the path."""
        self._requests.labels(site, method, route, str(status)).inc()
        self._latency.labels(site, method, route).observe(took_ms / 1000)

    def text(self) -> str:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry).decode()
