"""How did the fictional region's year go? Each file plans one thread; the diary lives them through."""
