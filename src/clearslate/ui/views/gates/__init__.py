"""Gates: what each episode has passed, passing the next one, and lifting one."""
