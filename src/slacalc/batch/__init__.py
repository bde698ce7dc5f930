"""Many requests at once: the replay of a helpdesk's log of status changes."""
