"""Alt texts for a folder: proposed, and accepted or changed one by one."""
