using McpTenants.Audit.Chain;

namespace McpTenants.Audit.Storage;

/// <summary>Where a new epoch begins: behind which record, and which torn ends it has to declare.</summary>
internal sealed record AuditStart(ChainHead Head, long Epoch, IReadOnlyList<TornTail> Torn)
{
    /// <summary>
    /// Looks at the newest files until one has a whole record. Earlier epochs are not read: whoever began the one after them has looked, and
    /// <c>verify</c> looks at all.
    /// </summary>
    public static AuditStart Find(AuditFolder folder)
    {
        var names = folder.List();
        var torn = new List<TornTail>();
        var head = ChainHead.Genesis;
        for (var i = names.Count - 1; i >= 0; i--)
        {
            var content = folder.Read(names[i]);
            var check = new ChainCheck();
            var whole = (int)check.Add(names[i], content);
            if (whole < content.Length)
                torn.Insert(0, new TornTail(names[i].ToString(), content.Length - whole, AuditLine.Sha256(content.AsSpan(whole))));
            if (check.Head is { } found)
            {
                head = found;
                break;
            }
        }
        return new AuditStart(head, (names.Count == 0 ? 0 : names[^1].Epoch) + 1, torn);
    }
}
