"""Events and conditions that the label warns of, wherever the chart tells of them."""
