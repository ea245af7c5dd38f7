"""Settings: from the environment and `.env`, each with a safe default (DESIGN §5)."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

__all__ = ["Settings"]


class Settings(BaseSettings):
    """What can be set; the environment variable of each is its name in capitals after `CONSUMO_`."""

    model_config = SettingsConfigDict(
        env_prefix="CONSUMO_",
        env_file=".env",
        env_file_encoding="utf-8-sig",  # Notepad puts a mark before the first line
        env_ignore_empty=True,
        extra="ignore",
    )

    excel: Path | None = Field(None, description="Workbook, or folder of workbooks, that POST /reload-excel reads.")
    datos: Path = Field(Path("datos"), description="Folder of the published versions.")
    token: SecretStr | None = Field(None, description="Credential for writes; one is made if none is given.")
    cors_origenes: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Web origins that may call the API from a browser, separated by commas."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    lectura_publica: bool = Field(False, description="1 = reads need no token even beyond this machine.")
    max_mb: int = Field(500, ge=1, description="Largest workbook that is read [MB].")
    calendario: Path | None = Field(
        None, description="CSV with the dates (desde, hasta) of the ciclos to come; None = inferred."
    )
    series: Path | None = Field(
        None, description="CSV of series known beforehand, by ciclo (holidays, temperature), that the forecast may use."
    )
    perfil: str = Field("general", description="Profile of the critique: its name, or the path of a TOML file.")
    max_memoria_mb: int | None = Field(
        None, ge=256, description="Most memory of the process that reads a workbook [MB]; None = as the machine allows."
    )

    @field_validator("excel", "datos", "calendario", "series")
    @classmethod
    def _at_home(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser()

    @field_validator("cors_origenes", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value
