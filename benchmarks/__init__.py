"""What must it reach? One file per figure, each beside its peer, measured in one run."""
