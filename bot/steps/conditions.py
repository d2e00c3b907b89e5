"""Whether an article is one of those that a route or a template is meant for. Pure."""

from collections.abc import Collection

from bot.model import Article


def fits(article: Article, sections: Collection[str], languages: Collection[str]) -> bool:
    """Say whether an article is of one of the sections and languages; none given: of any."""
    wanted = {section.casefold() for section in sections}
    spoken = {language.casefold() for language in languages}
    language = article.language.casefold()
    return (not wanted or article.section.casefold() in wanted) and (
        not spoken or bool({language, language.split("-")[0]} & spoken)
    )
