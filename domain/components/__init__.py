"""Components of messages and modals: their records, their rules, and what users may send of them."""
