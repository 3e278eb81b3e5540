"""A made-up kabupaten whose truth is known: people, families, programmes, and lists with realistic faults."""
