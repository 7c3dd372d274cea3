using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Tools;

namespace Instance.Tests.Connectors;

public sealed class OperationSchemaTests
{
    [Fact]
    public void Tools_RealDocumentOf242Operations_BecomeCallableTools()
    {
        var tools = Fixtures.Tools(ApiDocument.Parse(Fixtures.Discord), "https://api.example");

        // Three of the 242 operations need multipart/form-data, which is not written.
        tools.Count.ShouldBe(239);
        tools.Select(t => t.Name).ShouldBeUnique();
        tools.ShouldAllBe(t => t.Name.Length <= 64 && t.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_' || c == '-'));
        foreach (var schema in tools.Select(t => t.Schema()))
        {
            ((string?)schema["type"]).ShouldBe("object");
            var defined = schema["$defs"]?.AsObject().Select(d => d.Key).ToHashSet() ?? [];
            // Nothing in a schema leads out of it.
            schema.ToJsonString().Split("\"$ref\":\"").Skip(1).Select(rest => rest.Split('"')[0])
                .ShouldAllBe(r => r.StartsWith("#/$defs/", StringComparison.Ordinal) && defined.Contains(r.Substring(8)));
        }
        tools.Max(t => t.InputSchema.Length).ShouldBeLessThan(96 << 10);
    }

    [Fact]
    public void Schema_ParametersAndBody_KeepWhatModelsActOn()
    {
        var document = Fixtures.Document("/pets/{petId}", """
            {"parameters":[{"name":"petId","in":"path","required":true,"schema":{"type":"integer"}}],
             "put":{"operationId":"updatePet","summary":"Update","parameters":[
               {"name":"filter[kind]","in":"query","description":"Kind","schema":{"type":"string","enum":["cat","dog"],"default":"cat"}},
               {"name":"petId","in":"query","schema":{"type":"string"}},
               {"name":"Authorization","in":"header","required":true,"schema":{"type":"string"}},
               {"name":"Mcp-Session-Id","in":"header","schema":{"type":"string"}}],
              "requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Pet"}}}}}}
            """, """
            {"schemas":{"Pet":{"type":"object","required":["id","name"],"properties":{"id":{"type":"integer","readOnly":true},"name":{"type":"string","nullable":true},
              "age":{"type":"integer","minimum":0,"exclusiveMinimum":true,"example":3},"parent":{"$ref":"#/components/schemas/Pet"},
              "toy":{"oneOf":[{"type":"string"},{"$ref":"#/components/schemas/Toy"}],"discriminator":{"propertyName":"x"}}}},
              "Toy":{"type":"object","additionalProperties":false}}}
            """);

        var tool = Fixtures.Tools(document, "https://api.example").ShouldHaveSingleItem();

        tool.Name.ShouldBe("api_updatePet");
        (tool.Kind, tool.IsIdempotent, tool.IsOpenWorld).ShouldBe((ToolKind.Destroy, true, true));
        tool.Schema().ToJsonString().ShouldBe(
            """
            {"type":"object","properties":{"filter_kind":{"description":"Kind","type":"string","enum":["cat","dog"],"default":"cat"},"petId":{"type":"string"},"path_petId":{"type":"integer"},"body":{"$ref":"#/$defs/Pet"}},"required":["path_petId","body"],"additionalProperties":false,"$defs":{"Pet":{"type":"object","required":["name"],"properties":{"name":{"type":["string","null"]},"age":{"type":"integer","exclusiveMinimum":0},"parent":{"$ref":"#/$defs/Pet"},"toy":{"oneOf":[{"type":"string"},{"$ref":"#/$defs/Toy"}]}}},"Toy":{"type":"object","additionalProperties":false}}}
            """);
    }

    [Fact]
    public void Schema_EndlessOrForeignReferences_StayFinite()
    {
        var document = Fixtures.Document("/a", """
            {"post":{"requestBody":{"content":{"application/json":{"schema":{"allOf":[{"$ref":"#/components/schemas/A"},{"$ref":"https://evil.example/x"},{"$ref":"#/nowhere"},{"$ref":"#/components/schemas/Loop"}]}}}}}}
            """, """{"schemas":{"A":{"properties":{"b":{"$ref":"#/components/schemas/B"}}},"B":{"items":{"$ref":"#/components/schemas/A"}},"Loop":{"$ref":"#/components/schemas/Loop"}}}""");

        var schema = Fixtures.Tools(document, "https://api.example").Single().InputSchema;

        schema.ShouldNotContain("evil.example");
        schema.ShouldContain("""{"$ref":"#/$defs/A"},{},{},{"$ref":"#/$defs/Loop"}""");
    }

    [Fact]
    public void Names_ThatCollideOrAreLong_AreTheSameInAnyOrder()
    {
        (string, string)[] tools = [("get user", "GET /a"), ("get.user", "GET /b"), (new string('x', 80), "GET /c"), ("plain", "GET /d")];

        var names = AddedToolNames.For("api", tools);
        var reversed = AddedToolNames.For("api", [.. tools.Reverse()]);

        names.ShouldBeUnique();
        names[3].ShouldBe("api_plain");
        names.ShouldAllBe(n => n.Length <= 64);
        reversed.Reverse().ShouldBe(names);
    }

    [Theory]
    [InlineData("listPets", "", "listPets,showPet")]
    [InlineData("*", "delete*", "listPets,showPet")]
    [InlineData("pets", "GET /pets/*", "listPets")]
    [InlineData("list*", "", "listPets,showPet")]
    [InlineData("DELETE /pets/{id}", "", "deletePet")]
    [InlineData("unknown", "", "")]
    public void Selection_ByIdTagOrPath_TakesThoseAndNoOthers(string include, string exclude, string expected)
    {
        ApiOperation[] operations =
        [
            Operation("GET", "/pets", "listPets", "pets"), Operation("GET", "/pets/{id}", "showPet", "pets", "listPets"), Operation("DELETE", "/pets/{id}", "deletePet"),
        ];

        string.Join(',', operations.Where(o => OperationSelection.IsSelected(o, [include], exclude.Length == 0 ? [] : [exclude])).Select(o => o.Id)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("openapi: 3.1.0\npaths:\n  /a:\n    get: {operationId: \"no\", tags: [on, 'yes']}\n", "api_no")]
    [InlineData("\uFEFF{\"openapi\":\"3.0.3\",\"paths\":{\"/a\":{\"get\":{}}}}", "api_get_a")]
    public void Parse_YamlAndJson_AreBothRead(string text, string tool) =>
        Fixtures.Tools(ApiDocument.Parse(System.Text.Encoding.UTF8.GetBytes(text)), "https://api.example").ShouldHaveSingleItem().Name.ShouldBe(tool);

    [Theory]
    [InlineData("swagger: '2.0'")]
    [InlineData("openapi: 3.1.0\na: &a [x]\nb: [*a, *a]")]
    [InlineData("{\"openapi\":")]
    [InlineData("[1]")]
    [InlineData("")]
    [InlineData("a: b: c")]
    public void Parse_WhatIsNoDocument_SaysWhyWithoutQuotingIt(string text) =>
        Should.Throw<FormatException>(() => ApiDocument.Parse(System.Text.Encoding.UTF8.GetBytes(text))).Message.ShouldStartWith("it ");

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("/a?x=1")]
    [InlineData("/a#b")]
    [InlineData("/%2e%2e/b")]
    [InlineData("//evil.example/a")]
    [InlineData("a")]
    public void Read_TemplateThatLeavesTheBase_IsLeftOut(string path) => OperationReader.Read(Fixtures.Document(path, """{"get":{}}""")).ShouldBeEmpty();

    private static ApiOperation Operation(string method, string path, string id, params string[] tags) => new(method, path, id, tags, null, null, [], null);
}
