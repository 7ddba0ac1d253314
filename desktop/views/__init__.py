"""Pages, panels, delegates, theme: what a person sees."""
