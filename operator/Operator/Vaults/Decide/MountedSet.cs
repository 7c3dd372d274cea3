namespace McpTenants.Operator.Vaults.Decide;

/// <summary>The files of a tenant, all of one state.</summary>
/// <param name="Files">Files by name; a value before a rotation is not among them but in its successor.</param>
internal sealed record MountedSet(IReadOnlyList<MountedFile> Files)
{
    /// <summary>Bytes of all values together.</summary>
    public long Size => Files.Sum(f => (long)f.Current.Bytes.Length + (f.Previous?.Bytes.Length ?? 0));

    /// <summary>The file, or null.</summary>
    public MountedFile? Find(string file) => Files.FirstOrDefault(f => f.File == file);

    /// <summary>When the next old value has to go; null when there is none.</summary>
    public DateTimeOffset? NextExpiry => Files.Min(f => f.PreviousUntil);

    /// <summary>The set without old values whose time is up.</summary>
    public MountedSet At(DateTimeOffset now) =>
        Files.Any(f => f.PreviousUntil <= now) ? new MountedSet([.. Files.Select(f => f.PreviousUntil <= now ? f with { Previous = null, PreviousUntil = null } : f)]) : this;

    /// <summary>True when both put the same bytes into the same files and know the same about them.</summary>
    public bool Same(MountedSet other) => Files.Count == other.Files.Count && Files.Zip(other.Files).All(pair => pair.First.Same(pair.Second));

    /// <summary>Says nothing, whoever logs it.</summary>
    public override string ToString() => $"{Files.Count} files";
}

/// <summary>One file.</summary>
/// <param name="File">Name.</param>
/// <param name="Secret">Secret in the vault.</param>
/// <param name="Current">Value.</param>
/// <param name="Previous">Value before the last rotation, while both are mounted.</param>
/// <param name="PreviousUntil">When that one goes.</param>
internal sealed record MountedFile(string File, string Secret, SecretValue Current, SecretValue? Previous = null, DateTimeOffset? PreviousUntil = null)
{
    /// <summary>True when nothing differs.</summary>
    public bool Same(MountedFile other) =>
        File == other.File && Secret == other.Secret && PreviousUntil == other.PreviousUntil && Same(Current, other.Current) && Same(Previous, other.Previous);

    private static bool Same(SecretValue? a, SecretValue? b) => a is null ? b is null : b is not null && a.Version == b.Version && a.Bytes.AsSpan().SequenceEqual(b.Bytes);
}
