using McpTenants.Audit.Chain;

namespace McpTenants.Audit.Storage;

/// <summary>Where a new epoch begins: behind which record, and which torn ends it has to declare.</summary>
internal sealed record AuditStart(ChainHead Head, long Epoch, IReadOnlyList<TornTail> Torn)
{
    /// <summary>
    /// Looks at the newest files until one has a whole record. Earlier epochs are not read: whoever began the one after them has looked, and
    /// <c>verify</c> looks at all.
    /// </summary>
    /// <param name="folder">The trail.</param>
    /// <param name="isDoubtful">Whether what can be read may not be what is on the disk.</param>
    public static AuditStart Find(AuditFolder folder, bool isDoubtful)
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
            // A writer that did not close it may not have flushed it either, and nothing may continue what a loss of power could take away.
            if (!check.IsClosed)
                folder.MakeDurable(names[i], isDoubtful ? content : []);
            if (check.Head is { } found)
            {
                head = found;
                break;
            }
        }
        return new AuditStart(head, (names.Count == 0 ? 0 : names[^1].Epoch) + 1, torn);
    }
}
