"""How one installation is put together: settings, addresses, and the web server's entry point."""
