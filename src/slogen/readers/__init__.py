"""L5: input dialects into the model. Pure: a reader gets documents and gives values and findings, it opens no file."""
