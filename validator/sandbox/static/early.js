// Before anything is painted: a page that is opened by a link shows its own chart first, not the first example.
document.documentElement.dataset.opened = location.hash.length > 1 ? "by-link" : "";
