"""Where all tables are gathered."""

from sqlalchemy import MetaData

SCHEMA_VERSION = "0005"  # of the newest migration; held by a test

metadata = MetaData()
