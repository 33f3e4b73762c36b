"""标准文件 · reads the YAML files of the folder `standards/`."""

from __future__ import annotations

from typing import Any

import yaml

from provident.kernel.places import project_dir
from provident.kernel.refusal import Defect

FOLDER = project_dir("standards")


class _OnceOnly(yaml.SafeLoader):
    """YAML that refuses a key written twice: plain YAML would keep the last one unseen."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise Defect(f"{node.start_mark}：重复的键 {'、'.join(twice)}")
        return super().construct_mapping(node, deep)


def read(name: str) -> dict[str, Any]:
    """The content of `standards/NAME`.  Raises `Defect` when it is missing or doubtful."""
    path = FOLDER / name
    if not path.is_file():
        raise Defect(f"缺少标准文件 standards/{name}")
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_OnceOnly)
