/** A name in another case, in another form of the same letters, or with a space around it, is no second person. */
export const samePerson = (one: string, other: string): boolean => plain(one) === plain(other);

const plain = (name: string): string => name.normalize("NFKC").trim().toLowerCase();
