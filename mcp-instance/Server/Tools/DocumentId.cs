using System.Buffers;

namespace McpTenants.Instance.Tools;

/// <summary>Identifiers of documents: they appear in URIs and file names of an export, so their alphabet is small.</summary>
internal static class DocumentId
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static bool IsValid(string id) => id.Length is > 0 and <= 64 && id[0] != '-' && !id.AsSpan().ContainsAnyExcept(Alphabet);
}
