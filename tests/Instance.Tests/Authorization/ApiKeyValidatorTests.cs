using System.Security.Cryptography;
using System.Text;
using Instance.Tests.Support;
using McpTenants.Authorization;

namespace Instance.Tests.Authorization;

public sealed class ApiKeyValidatorTests
{
    private const string Key = "mcpt_3kq0iN5vRzJt7cUu1S9bXo2yGf8LwEdA";
    private readonly ManualTime time = new(TokenForge.Start);

    [Fact]
    public void Validate_TwoKeysDuringRotation_BothWork()
    {
        ApiKeyHash[] keys = [Hash("old", Key), Hash("new", Key + "2")];
        ApiKeyValidator.Validate(Key, keys, time).ShouldBe(new ApiKeyResult(ApiKeyRejection.None, "old"));
        ApiKeyValidator.Validate(Key + "2", keys, time).ShouldBe(new ApiKeyResult(ApiKeyRejection.None, "new"));
        ApiKeyValidator.Validate(Key + "3", keys, time).ShouldBe(new ApiKeyResult(ApiKeyRejection.Unknown, null));
    }

    [Fact]
    public void Validate_Expiry_IsTheFirstMomentOfRefusal()
    {
        ApiKeyHash[] keys = [Hash("k", Key) with { Expires = TokenForge.Start.AddSeconds(1) }];
        ApiKeyValidator.Validate(Key, keys, time).IsValid.ShouldBeTrue();
        time.Now = TokenForge.Start.AddSeconds(1);
        ApiKeyValidator.Validate(Key, keys, time).ShouldBe(new ApiKeyResult(ApiKeyRejection.Expired, "k"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("mcpt_3kq0iN5vRzJt7cUu1S9bXo2 GfLwEdA")]
    public void Validate_NotAKey_IsMalformed(string presented) => ApiKeyValidator.Validate(presented, [Hash("k", presented)], time).Rejection.ShouldBe(ApiKeyRejection.Malformed);

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("zz")]
    [InlineData("sha256:zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void Validate_HashThatIsNoHash_MatchesNothing(string hash) =>
        ApiKeyValidator.Validate(Key, [new ApiKeyHash("k", hash, null)], time).Rejection.ShouldBe(ApiKeyRejection.Unknown);

    [Fact]
    public void Validate_PrefixAndCaseOfTheHash_DoNotMatter()
    {
        var hex = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        ApiKeyValidator.Validate(Key, [new ApiKeyHash("k", hex, null)], time).IsValid.ShouldBeTrue();
        ApiKeyValidator.Validate(Key, [new ApiKeyHash("k", "sha256:" + hex, null)], time).IsValid.ShouldBeTrue();
    }

    private static ApiKeyHash Hash(string name, string key) => new(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), null);
}
