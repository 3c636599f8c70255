-- An author's name as it may be cited: marked where the article does not print it and it was inferred.
-- not for: finding out who wrote an article without a name: it stays empty.
create macro byline(author, author_basis) as
    case when author_basis = 'inferred' then author || ' (inferred)' else author end;
