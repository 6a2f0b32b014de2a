"""Other engines that Python can call, given the whole of a pack in their own language."""
