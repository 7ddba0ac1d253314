"""The embedded database: tables, encryption, migrations, change sets, loading the casebook, backup."""
