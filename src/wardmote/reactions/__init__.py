"""What follows in one room from what happens in another: one file per consequence."""
