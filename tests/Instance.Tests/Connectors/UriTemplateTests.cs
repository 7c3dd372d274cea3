using McpTenants.Instance.Sidecars;
using McpTenants.Instance.Tools;

namespace Instance.Tests.Connectors;

public sealed class UriTemplateTests
{
    [Theory]
    [InlineData("test://template/{id}/data", "test://template/1/data", true)]
    [InlineData("test://template/{id}/data", "test://template/1/2/data", false)]
    [InlineData("test://template/{id}/data", "test://template//data", true)]
    [InlineData("test://template/{id}/data", "test://template/1/data2", false)]
    [InlineData("test://template/{id}", "test://template/a?b", false)]
    [InlineData("file:///{+path}", "file:///a/b/c.txt", true)]
    [InlineData("file:///{path*}", "file:///a/b", true)]
    [InlineData("db://{a}-{b}", "db://x-y-z", true)]
    [InlineData("db://{a}-{b}", "db://xyz", false)]
    [InlineData("db://t{?q,limit}", "db://t?q=1&limit=2", true)]
    [InlineData("db://t{?q,limit}", "db://t", true)]
    [InlineData("plain://uri", "plain://uri", true)]
    [InlineData("plain://uri", "plain://uris", false)]
    public void Matches_WhatTheTemplateMayProduce(string template, string uri, bool expected)
    {
        UriTemplate.IsValid(template).ShouldBeTrue();
        UriTemplate.Matches(template, uri).ShouldBe(expected);
    }

    [Theory]
    [InlineData("{scheme}://x")]
    [InlineData("{+any}")]
    [InlineData("/a/{b}")]
    [InlineData("a://{")]
    [InlineData("a://}")]
    [InlineData("a://{}")]
    [InlineData("a://{b{c}}")]
    [InlineData("")]
    public void IsValid_WithoutASchemeOfItsOwnOrBroken_Is_Not(string template) => UriTemplate.IsValid(template).ShouldBeFalse();

    [Fact]
    public void Matches_OfAHostileTemplate_TakesNoLongerThanItsLength()
    {
        var template = "a://" + string.Concat(Enumerable.Repeat("{+x}a", 16));
        UriTemplate.IsValid(template).ShouldBeTrue();
        UriTemplate.Matches(template, "a://" + new string('a', 2000) + "b").ShouldBeFalse();
        UriTemplate.IsValid("a://" + string.Concat(Enumerable.Repeat("{+x}a", 30))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("kb://documents/x", true)]
    [InlineData("urn:isbn:1", true)]
    [InlineData("file:///ü", true)]
    [InlineData("x", false)]
    [InlineData(":x", false)]
    [InlineData("a:", false)]
    [InlineData("1a://x", false)]
    [InlineData("a b://x", false)]
    [InlineData("a://x y", false)]
    [InlineData("a://<script>", false)]
    [InlineData("a://\"", false)]
    [InlineData("a://\u0007", false)]
    [InlineData("a://\ud83d\ude00", false)]
    public void ResourceUri_OfAllowedCharacters_IsOne(string uri, bool expected) => ResourceUri.IsValid(uri).ShouldBe(expected);

    [Fact]
    public void ResourceUri_Endless_IsNone() => ResourceUri.IsValid("a://" + new string('x', 3000)).ShouldBeFalse();
}
