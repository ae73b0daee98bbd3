"""The OpenAPI description against the service: generated requests, none of which may end in a fault."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error

pytestmark = pytest.mark.slow

OPERATIONS = 14


def test_no_generated_request_ends_in_a_fault(service):
    schema = schemathesis.openapi.from_url(f"{service.url}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= OPERATIONS
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=25, suppress_health_check=list(HealthCheck), database=None)
        def holds(case):
            case.call_and_validate(checks=[not_a_server_error])

        holds()
    assert '"fault"' not in service.log
