"""Run migrations on the connection that `store.database.migrate` hands over."""

from alembic import context

from broadsheet.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
