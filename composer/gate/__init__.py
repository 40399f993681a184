"""The gate for other mail clients: what stands where they call sendmail."""
