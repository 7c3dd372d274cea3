namespace McpTenants.Testing;

/// <summary>The checkout that this test was built from.</summary>
public static class Repository
{
    /// <summary>The folder with Operator.sln in it.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new DirectoryNotFoundException("Tests must run from inside a checkout.")
        : File.Exists(Path.Combine(folder.FullName, "Operator.sln")) ? folder.FullName
        : Find(folder.Parent);
}
