"""A page on the coder's own machine where an article is coded beside its text.

`session` holds the worksheet's rows with their history and saves each change; `changes` are what can be done to rows;
`accounting` says what of a line is coded and left; `form` and `page` turn rows into what a template shows; `trial`
merges into a copy while one works; `guard` and `server` are the page's web server, on this machine only.
"""
