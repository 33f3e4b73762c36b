"""柜面 · the workbench: the pages with which the centre's people do and check the business."""
