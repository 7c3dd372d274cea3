using FsCheck;
using FsCheck.Fluent;

namespace Instance.Tests.Workspace;

public sealed class SearchTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_RanksTitlesAboveContents_AndShowsWhereItMatched()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Store();
        await store.SaveAsync(StoreFixture.Draft("in-content", "A report about the budget of next year and other things.", "Report"), Ct);
        await store.SaveAsync(StoreFixture.Draft("in-title", "Numbers for next year, and other things that matter.", "Budget"), Ct);
        await store.SaveAsync(StoreFixture.Draft("elsewhere", "Nothing of interest.", "Notes"), Ct);
        var hits = await store.SearchAsync("budget", 10, Ct);
        hits.Select(h => h.Id).ShouldBe(["in-title", "in-content"]);
        hits[1].Snippet.ShouldContain("**budget**");
        (await store.SearchAsync("Résumé BUDGET", 10, Ct)).ShouldBeEmpty("all words must occur");
        (await store.SearchAsync("\"next year\" budget", 10, Ct)).Count.ShouldBe(2);
        (await store.SearchAsync("\"year next\"", 10, Ct)).ShouldBeEmpty("a phrase is a phrase");
        (await store.SearchAsync("budg*", 10, Ct)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Search_AfterUpdateAndDelete_FindsWhatIsThere()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Store();
        await store.SaveAsync(StoreFixture.Draft("a", "first words"), Ct);
        await store.SaveAsync(StoreFixture.Draft("a", "second words"), Ct);
        (await store.SearchAsync("first", 10, Ct)).ShouldBeEmpty();
        (await store.SearchAsync("second", 10, Ct)).Count.ShouldBe(1);
        await store.DeleteAsync("a", null, Ct);
        (await store.SearchAsync("second", 10, Ct)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("a \" b")]
    [InlineData("title:x")]
    [InlineData("AND OR NOT NEAR(")]
    [InlineData("^a - + * ( ) { } :")]
    [InlineData("'; DROP TABLE documents; --")]
    [InlineData("* ** *")]
    [InlineData("\0")]
    [InlineData("日本語 😀")]
    public async Task Search_WhateverIsTyped_IsNeverASyntaxError(string query)
    {
        using var fixture = new StoreFixture();
        await fixture.Store().SearchAsync(query, 10, Ct);
    }

    [Fact]
    public void Search_AnyText_IsNeverASyntaxError()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Store();
        var hostile = Gen.Elements("\"", "*", "(", ")", ":", "^", "-", "+", " ", "NEAR", "AND", "OR", "NOT", "title", "a", "ü", "\t", "{", "}", "'", "\u0000", "0");
        Prop.ForAll(Arb.From(hostile.ListOf().Select(parts => string.Concat(parts))), async Task (query) =>
        {
            await store.SearchAsync(query, 3, CancellationToken.None);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
