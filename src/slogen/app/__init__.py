"""L6: joins the stages. The only code, beside verify, that touches files."""
