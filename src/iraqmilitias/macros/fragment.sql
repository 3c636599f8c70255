-- Percent-encodes printed words for the text directive of a link (https://wicg.github.io/scroll-to-text-fragment/).
-- not for: query strings or form data; and no promise that the words stand only once on the page.
--
-- url_encode() leaves letters, digits and - _ . ~ as they are and writes the rest as UTF-8 bytes. The comma and
-- the ampersand are thereby safe; the hyphen has another meaning in a text directive (prefix-, -suffix).
create macro fragment(locator) as replace(url_encode(locator), '-', '%2D');
