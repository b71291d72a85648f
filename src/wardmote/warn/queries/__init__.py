"""What is read, shaped for a page or a job."""
