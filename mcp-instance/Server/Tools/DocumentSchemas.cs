namespace McpTenants.Instance.Tools;

/// <summary>Input schemas of the document tools.</summary>
internal static class DocumentSchemas
{
    private const string Id = """{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Identifier of the document"}""";

    public const string Create = $$"""
        {"type":"object","properties":{
        "title":{"type":"string","minLength":1,"maxLength":500},
        "content":{"type":"string","description":"Plain text or Markdown, at most 1 MiB"},
        "metadata":{"type":"object","additionalProperties":{"type":"string"},"maxProperties":32},
        "id":{{Id}},
        "expectedVersion":{"type":"integer","minimum":0,"description":"Refuse unless the document has this version; 0: unless it does not exist"}
        },"required":["title","content"],"additionalProperties":false}
        """;

    public const string Update = $$"""
        {"type":"object","properties":{
        "id":{{Id}},
        "title":{"type":"string","minLength":1,"maxLength":500},
        "content":{"type":"string","description":"Plain text or Markdown, at most 1 MiB"},
        "metadata":{"type":"object","additionalProperties":{"type":"string"},"maxProperties":32,"description":"Replaces all of the former metadata"},
        "expectedVersion":{"type":"integer","minimum":1,"description":"Refuse unless the document still has this version"}
        },"required":["id"],"additionalProperties":false}
        """;

    public const string Versions = $$"""
        {"type":"object","properties":{"id":{{Id}},"limit":{"type":"integer","minimum":1,"maximum":200,"default":50},
        "cursor":{"type":"string","description":"nextCursor of the page before"} },"required":["id"],"additionalProperties":false}
        """;

    public const string Get = $$"""
        {"type":"object","properties":{"id":{{Id}},"version":{"type":"integer","minimum":1,"description":"Default: the current version"} },
        "required":["id"],"additionalProperties":false}
        """;

    public const string List = """
        {"type":"object","properties":{"limit":{"type":"integer","minimum":1,"maximum":200,"default":50},
        "cursor":{"type":"string","description":"nextCursor of the page before"},
        "metadata":{"type":"object","additionalProperties":{"type":"string"},"maxProperties":8,"description":"Only documents that have all of these"}},"additionalProperties":false}
        """;

    public const string Search = """
        {"type":"object","properties":{"query":{"type":"string","minLength":1},"limit":{"type":"integer","minimum":1,"maximum":50,"default":10}},
        "required":["query"],"additionalProperties":false}
        """;

    public const string Delete = $$"""
        {"type":"object","properties":{"id":{{Id}},"expectedVersion":{"type":"integer","minimum":1,"description":"Refuse unless the document still has this version"} },
        "required":["id"],"additionalProperties":false}
        """;
}
