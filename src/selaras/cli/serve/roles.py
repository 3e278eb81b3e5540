"""Two roles and two extensions: the owner makes tables, the server and the worker only use them."""

from __future__ import annotations

from selaras.cli.serve import postgres

# Row security lets an index serve a condition only when its function cannot tell about rows it is not shown. These
# compare two texts and neither fail nor speak about their arguments.
_LEAKPROOF = (
    "textlike(text, text)",
    # Names are searched by the numbers of their words.
    "arrayoverlap(anyarray, anyarray)",
    "texticlike(text, text)",
    "similarity_op(text, text)",
    "word_similarity_op(text, text)",
    "word_similarity_commutator_op(text, text)",
    "strict_word_similarity_op(text, text)",
    "strict_word_similarity_commutator_op(text, text)",
)
_ROLES = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{postgres.OWNER}') THEN
        CREATE ROLE {postgres.OWNER} LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{postgres.APP}') THEN
        CREATE ROLE {postgres.APP} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
END $$
"""
_INSIDE = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    f"GRANT USAGE, CREATE ON SCHEMA public TO {postgres.OWNER}",
    f"GRANT USAGE ON SCHEMA public TO {postgres.APP}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {postgres.OWNER} IN SCHEMA public "
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {postgres.APP}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {postgres.OWNER} IN SCHEMA public "
    f"GRANT USAGE, SELECT ON SEQUENCES TO {postgres.APP}",
    *(f"ALTER FUNCTION {function} LEAKPROOF" for function in _LEAKPROOF),
)


def establish(cluster: postgres.Cluster, database: str = postgres.DATABASE) -> None:
    """Makes the roles, the database and its extensions where they are missing. Idempotent.

    Raises SelarasError basisdata_perintah when the cluster refuses.
    """
    cluster.psql(_ROLES)
    if not cluster.psql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"):
        cluster.psql(f"CREATE DATABASE {database} OWNER {postgres.OWNER}")
        cluster.psql(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
        cluster.psql(f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {postgres.APP}")
    cluster.psql("; ".join(_INSIDE), database)
