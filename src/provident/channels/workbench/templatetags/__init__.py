"""模板的写法 · how templates of the workbench write values."""
