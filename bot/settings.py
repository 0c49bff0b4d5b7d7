"""The one table of settings, read once from BOT_* variables (and TELEGRAM_BOT_TOKEN)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError, did_you_mean


class Settings(BaseSettings):
    """Every field is a setting: BOT_ and its name in capitals. The README's table is made from here and held by a test."""

    model_config = SettingsConfigDict(env_prefix="BOT_", frozen=True, extra="ignore")

    data_dir: Path = Field(Path("data"), description="数据文件夹：数据库、法规索引、生成的文件")
    knowledge_dir: Path = Field(Path("knowledge"), description="知识库文件夹")
    database_url: str = Field("", description="数据库地址；不写则用数据文件夹里的 SQLite")
    host: str = Field("127.0.0.1", description="网页和接口监听的地址")
    port: int = Field(8080, ge=1, le=65535, description="网页和接口监听的端口")
    public_url: str = Field("", description="手机能访问到的网址；不写则二维码只放文字，不给链接")
    telegram_token: SecretStr = Field(
        SecretStr(""), validation_alias=AliasChoices("TELEGRAM_BOT_TOKEN"), description="Telegram 机器人的令牌，向 @BotFather 申请"
    )
    telegram_api_url: str = Field("https://api.telegram.org", description="Telegram Bot API 服务器")
    webhook_url: str = Field("", description="Telegram 回调的公网网址；不写则用轮询")
    webhook_secret: SecretStr = Field(SecretStr(""), description="Telegram 回调的密钥，用回调时必填")
    staff_chat_id: int = Field(0, description="工作人员 Telegram 群的编号；0 表示没有")
    terminal_keys: Annotated[tuple[str, ...], NoDecode] = Field((), description="接口密钥，名称:密钥，逗号分隔；不写则本机可直接用")
    staff_keys: Annotated[tuple[str, ...], NoDecode] = Field((), description="工作人员登录密钥，姓名:密钥，逗号分隔；不写则没有工作页")
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field((), description="可以嵌入本助手的网站，逗号分隔")
    requests_per_minute: int = Field(60, ge=1, description="每个终端或会话每分钟最多几次提问")
    idle_minutes: int = Field(5, ge=1, description="自助终端无人操作几分钟后清空")
    retention_days: int = Field(30, ge=1, description="会话和未答问题保留几天")
    ticket_retention_days: int = Field(180, ge=1, description="留言保留几天")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="日志级别")

    def __init__(self, **values: object) -> None:
        try:
            super().__init__(**values)  # type: ignore[arg-type]
        except ValidationError as error:
            lines = [f"{variable(str(e['loc'][0]))}：{e['msg']}" for e in error.errors()]
            raise SettingsError("设置有误：\n" + "\n".join(lines)) from None

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'assistant.sqlite'}"

    @field_validator("terminal_keys", "staff_keys", "allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(p.strip() for p in value.split(",") if p.strip()) if isinstance(value, str) else value


def variable(field: str) -> str:
    """The environment variable of a field of Settings."""
    return "TELEGRAM_BOT_TOKEN" if field in ("telegram_token", "TELEGRAM_BOT_TOKEN") else f"BOT_{field.upper()}"


def misspelt_settings() -> list[str]:
    """BOT_ variables in the environment that no setting has, with the setting that is nearest."""
    known = {variable(name) for name in Settings.model_fields}
    found = []
    for name in sorted(os.environ):
        if name.startswith("BOT_") and name not in known:
            hint = did_you_mean(name, known)
            found.append(f"不认识的设置 {name}" + (f"，是不是想写 {hint}？" if hint else ""))
    return found
