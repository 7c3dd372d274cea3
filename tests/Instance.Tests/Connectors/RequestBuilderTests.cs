using McpTenants.Instance.Tools;

namespace Instance.Tests.Connectors;

public sealed class RequestBuilderTests
{
    [Theory]
    [InlineData("form", true, "[1,\"b&c\"]", "v=1&v=b%26c")]
    [InlineData("form", false, "[1,2]", "v=1,2")]
    [InlineData("form", true, "{\"a\":1,\"b\":2}", "a=1&b=2")]
    [InlineData("form", false, "{\"a\":1,\"b\":2}", "v=a,1,b,2")]
    [InlineData("spaceDelimited", false, "[1,2]", "v=1%202")]
    [InlineData("pipeDelimited", false, "[1,2]", "v=1%7C2")]
    [InlineData("deepObject", true, "{\"a\":1,\"b\":[2,3]}", "v%5Ba%5D=1&v%5Bb%5D=2&v%5Bb%5D=3")]
    [InlineData("form", true, "true", "v=true")]
    [InlineData("form", true, "\"a b/ü#\"", "v=a%20b%2F%C3%BC%23")]
    public void Query_EachStyle_IsWrittenAsOpenApiSays(string style, bool explode, string value, string expected) =>
        Fixtures.Build("/a", Parameter("query", style, explode), "{\"v\":" + value + "}")
            .Url.ToString().ShouldBe(new Uri("https://api.example/v1/a?" + expected).ToString());

    [Theory]
    [InlineData("simple", false, "[3,4]", "3,4")]
    [InlineData("simple", true, "{\"r\":1,\"g\":2}", "r=1,g=2")]
    [InlineData("simple", false, "{\"r\":1,\"g\":2}", "r,1,g,2")]
    [InlineData("label", false, "[3,4]", ".3,4")]
    [InlineData("label", true, "[3,4]", ".3.4")]
    [InlineData("matrix", false, "[3,4]", ";v=3,4")]
    [InlineData("matrix", true, "[3,4]", ";v=3;v=4")]
    [InlineData("matrix", false, "5", ";v=5")]
    public void Path_EachStyle_IsWrittenAsOpenApiSays(string style, bool explode, string value, string expected) =>
        Fixtures.Build("/a/{v}/b", Parameter("path", style, explode), "{\"v\":" + value + "}")
            .Url.AbsolutePath.ShouldBe($"/v1/a/{expected}/b");

    [Theory]
    [InlineData("a/b", "/v1/a/a%2Fb/c")]
    [InlineData("a\\\\b", "/v1/a/a%5Cb/c")]
    [InlineData("%2f", "/v1/a/%252f/c")]
    [InlineData("?x=1#y", "/v1/a/%3Fx%3D1%23y/c")]
    [InlineData("a.b", "/v1/a/a.b/c")]
    [InlineData("...", "/v1/a/.../c")]
    [InlineData("//evil.example", "/v1/a/%2F%2Fevil.example/c")]
    [InlineData("@evil.example", "/v1/a/%40evil.example/c")]
    [InlineData("100%", "/v1/a/100%25/c")]
    public void Path_SpecialCharacters_StayInTheirSegment(string value, string expected)
    {
        var url = Fixtures.Build("/a/{v}/c", """{"get":{}}""", $$"""{"v":"{{value}}"}""").Url;

        url.AbsolutePath.ShouldBe(expected);
        (url.Authority, url.Query, url.Fragment).ShouldBe(("api.example", "", ""));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("../admin")]
    [InlineData("a/../../admin")]
    [InlineData("a\\\\..\\\\admin")]
    [InlineData("%2e%2e")]
    [InlineData("%2e%2e%2fadmin")]
    [InlineData("%252e%252e%252fadmin")]
    [InlineData("..%2fadmin")]
    [InlineData("..;/admin")]
    [InlineData("..;x=1")]
    [InlineData("a\\u0000b")]
    [InlineData("a%0d%0ab")]
    public void Path_Traversal_IsRefused(string value) =>
        Should.Throw<ToolInputException>(() => Fixtures.Build("/a/{v}/c", """{"get":{}}""", $$"""{"v":"{{value}}"}"""));

    [Fact]
    public void Headers_LineEnds_AreRefused() =>
        Should.Throw<ToolInputException>(() => Fixtures.Build("/a", """{"get":{"parameters":[{"name":"X-A","in":"header"}]}}""", """{"X-A":"a\r\nAuthorization: b"}"""));

    [Fact]
    public void Arguments_MissingOrUnknown_AreNamed()
    {
        Should.Throw<ToolInputException>(() => Fixtures.Build("/a/{v}", """{"get":{}}""", "{}")).Message.ShouldContain("v is required");
        Should.Throw<ToolInputException>(() => Fixtures.Build("/a", """{"get":{}}""", """{"x":1}""")).Message.ShouldContain("no argument x");
    }

    [Fact]
    public void Body_Form_IsEncodedFieldByField()
    {
        var request = Fixtures.Build("/a", """{"post":{"requestBody":{"content":{"application/x-www-form-urlencoded":{}}}}}""",
            """{"body":{"a":"x y&z","list":[1,2],"card":{"number":"42"},"none":null}}""");

        System.Text.Encoding.UTF8.GetString(request.Body!).ShouldBe("a=x%20y%26z&list=1&list=2&card%5Bnumber%5D=42");
        request.MediaType.ShouldBe("application/x-www-form-urlencoded");
    }

    private static string Parameter(string place, string style, bool explode) =>
        "{\"get\":{\"parameters\":[{\"name\":\"v\",\"in\":\"" + place + "\",\"style\":\"" + style + "\",\"explode\":" + (explode ? "true" : "false") + "}]}}";
}
