"""A model provider that runs on this machine: three wire formats over HTTP, answers without a model, faults on demand."""
