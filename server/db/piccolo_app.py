"""Tells Piccolo where the migrations lie."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

APP_CONFIG = AppConfig(
    app_name="echelon", migrations_folder_path=str(Path(__file__).parent / "migrations"), table_classes=[]
)
