-- An address that opens at the given printed words; the plain address where no words are given.
-- not for: proof that the words are there: a browser that does not find them shows the page from its top.
--
-- An address that already has a #fragment takes the directive behind it (the delimiter is :~:).
create macro deep_link(url, words) as
    case
        when words is null or words = '' then url
        when contains(url, '#') then url || ':~:text=' || fragment(words)
        else url || '#:~:text=' || fragment(words)
    end;
