"""When two names of a metric are one."""

from broadsheet.model.names import fold


def metric_key(metric: str, unit: str) -> str:
    """The name of a metric as compared for identity: case, spaces and punctuation do not count."""
    del unit
    return fold(metric)
