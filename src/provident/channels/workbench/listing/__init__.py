"""列表 · one engine for every list of the workbench.

A list is declared once (`Listing`: its select, columns, filters) and can then be searched,
filtered, sorted, paged, counted, exported to Excel and printed.  `listing_page` answers a page
that is a list; `listing_in` makes one that stands inside another page.
"""

from provident.channels.workbench.listing.answering import listing_in, listing_page
from provident.channels.workbench.listing.declaring import Column, Filter, Listing, Search, Tag

__all__ = ["Column", "Filter", "Listing", "Search", "Tag", "listing_in", "listing_page"]
