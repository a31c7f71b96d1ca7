"""The report on paper: ``report.pdf``, set by Typst from the same page that a browser shows."""
