// Bouncy Castle opens the key envelopes that certhall writes, and writes some for certhall to open.
// See envelopes.sh. Structures of GM/T 0016 and 0018 are read at their offsets, with nothing of
// ours.

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Collection;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.ECPoint;

public final class BcEnvelopes {
  private static void require(boolean holds, String otherwise) throws Exception {
    if (!holds) {
      throw new Exception(otherwise);
    }
  }

  private static byte[] read(String file) throws Exception {
    return Files.readAllBytes(Path.of(file));
  }

  private static byte[] part(byte[] bytes, int from, int size) {
    return Arrays.copyOfRange(bytes, from, from + size);
  }

  private static byte[] join(byte[]... parts) {
    return org.bouncycastle.util.Arrays.concatenate(parts);
  }

  private static byte[] sm2(String keyFile, byte[] c1, byte[] c3, byte[] c2) throws Exception {
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(false, PrivateKeyFactory.createKey(read(keyFile)));
    byte[] raw = join(c1, c3, c2);
    return engine.processBlock(raw, 0, raw.length);
  }

  /** C1, C3 and C2 from SM2Cipher of GM/T 0009. */
  private static byte[] sm2(String keyFile, byte[] der) throws Exception {
    ASN1Sequence cipher = ASN1Sequence.getInstance(der);
    byte[] c1 = join(new byte[] {4}, word(cipher.getObjectAt(0)), word(cipher.getObjectAt(1)));
    return sm2(
        keyFile,
        c1,
        ASN1OctetString.getInstance(cipher.getObjectAt(2)).getOctets(),
        ASN1OctetString.getInstance(cipher.getObjectAt(3)).getOctets());
  }

  private static byte[] word(ASN1Encodable number) {
    return org.bouncycastle.util.BigIntegers.asUnsignedByteArray(
        32, ASN1Integer.getInstance(number).getPositiveValue());
  }

  private static byte[] sm4(int mode, byte[] key, byte[] blocks) throws Exception {
    Cipher cipher = Cipher.getInstance("SM4/ECB/NoPadding", "BC");
    cipher.init(mode, new SecretKeySpec(key, "SM4"));
    return cipher.doFinal(blocks);
  }

  private static void requireKey(BigInteger number, String spkiFile, byte[] point)
      throws Exception {
    ECPublicKeyParameters key =
        (ECPublicKeyParameters)
            PublicKeyFactory.createKey(SubjectPublicKeyInfo.getInstance(read(spkiFile)));
    ECPoint product = key.getParameters().getG().multiply(number).normalize();
    require(product.equals(key.getQ()), "another key is inside");
    boolean same = point == null || Arrays.equals(product.getEncoded(false), point);
    require(same, "public key beside it");
  }

  /** ENVELOPEDKEYBLOB of GM/T 0016, EnvelopedKeyBlob of GM/T 0018-2012. */
  private static void structure(boolean skf, String file, String keyFile, String spkiFile)
      throws Exception {
    byte[] blob = read(file);
    ByteBuffer numbers = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
    require(numbers.getInt(0) == 1 && numbers.getInt(4) == 0x401, "version, algorithm");
    int sealed = skf ? 12 : 8 + 180 + 132;
    int key = skf ? 12 + 64 : 8 + 180;
    int cipher = skf ? 12 + 64 + 132 : 8;
    require(numbers.getInt(key) == 256 && numbers.getInt(cipher + 160) == 16, "lengths");
    byte[] c1 = join(new byte[] {4}, part(blob, cipher + 32, 32), part(blob, cipher + 96, 32));
    byte[] sm4Key = sm2(keyFile, c1, part(blob, cipher + 128, 32), part(blob, cipher + 164, 16));
    byte[] number = sm4(Cipher.DECRYPT_MODE, sm4Key, part(blob, sealed + 32, 32));
    byte[] point =
        join(new byte[] {4}, part(blob, key + 4 + 32, 32), part(blob, key + 4 + 96, 32));
    requireKey(new BigInteger(1, number), spkiFile, point);
  }

  private static void natural(byte[] der, String keyFile, String spkiFile) throws Exception {
    ASN1Sequence envelope = ASN1Sequence.getInstance(der);
    byte[] sm4Key = sm2(keyFile, envelope.getObjectAt(1).toASN1Primitive().getEncoded());
    byte[] sealed = DERBitString.getInstance(envelope.getObjectAt(3)).getOctets();
    byte[] point = DERBitString.getInstance(envelope.getObjectAt(2)).getOctets();
    byte[] number = sm4(Cipher.DECRYPT_MODE, sm4Key, sealed);
    requireKey(new BigInteger(1, number), spkiFile, point);
  }

  private static void response(String file, String keyFile, String spkiFile) throws Exception {
    ASN1Sequence response = ASN1Sequence.getInstance(read(file));
    new X509CertificateHolder(
        ASN1Set.getInstance(response.getObjectAt(0)).getObjectAt(0).toASN1Primitive().getEncoded());
    ASN1TaggedObject key = (ASN1TaggedObject) response.getObjectAt(1);
    require(key.getTagNo() == 0, "tag of the key");
    natural(ASN1Sequence.getInstance(key, true).getEncoded(), keyFile, spkiFile);
    ASN1TaggedObject certificates = (ASN1TaggedObject) response.getObjectAt(2);
    require(certificates.getTagNo() == 1, "tag of the certificates");
    new X509CertificateHolder(
        ASN1Set.getInstance(certificates, false).getObjectAt(0).toASN1Primitive().getEncoded());
  }

  /** signedAndEnvelopedData: Bouncy Castle has no class for it, but for every part. */
  private static void signed(String file, String keyFile, String spkiFile, String signerFile)
      throws Exception {
    ASN1Sequence info = ASN1Sequence.getInstance(read(file));
    require(info.getObjectAt(0).toString().equals("1.2.156.10197.6.1.4.2.4"), "type");
    ASN1Sequence message =
        ASN1Sequence.getInstance((ASN1TaggedObject) info.getObjectAt(1), true);
    ASN1Sequence recipient =
        ASN1Sequence.getInstance(ASN1Set.getInstance(message.getObjectAt(1)).getObjectAt(0));
    byte[] sm4Key =
        sm2(keyFile, ASN1OctetString.getInstance(recipient.getObjectAt(3)).getOctets());
    ASN1Sequence content = ASN1Sequence.getInstance(message.getObjectAt(3));
    AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(content.getObjectAt(1));
    Cipher cipher = Cipher.getInstance("SM4/CBC/PKCS7Padding", "BC");
    byte[] iv = ASN1OctetString.getInstance(algorithm.getParameters()).getOctets();
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(sm4Key, "SM4"), new IvParameterSpec(iv));
    byte[] sealed =
        ASN1OctetString.getInstance((ASN1TaggedObject) content.getObjectAt(2), false).getOctets();
    byte[] plain = cipher.doFinal(sealed);
    ASN1Set signers = ASN1Set.getInstance(message.getObjectAt(message.size() - 1));
    ASN1Sequence signer = ASN1Sequence.getInstance(signers.getObjectAt(0));
    Signature signature = Signature.getInstance("SM3WITHSM2", "BC");
    signature.initVerify(publicKey(signerFile));
    signature.update(plain);
    require(
        signature.verify(ASN1OctetString.getInstance(signer.getObjectAt(4)).getOctets()),
        "signature");
    ECPrivateKeyParameters key = (ECPrivateKeyParameters) PrivateKeyFactory.createKey(plain);
    requireKey(key.getD(), spkiFile, null);
  }

  private static PublicKey publicKey(String spkiFile) throws Exception {
    return KeyFactory.getInstance("EC", "BC")
        .generatePublic(new X509EncodedKeySpec(read(spkiFile)));
  }

  private static PrivateKey privateKey(String file) throws Exception {
    return KeyFactory.getInstance("EC", "BC").generatePrivate(new PKCS8EncodedKeySpec(read(file)));
  }

  private static void cms(String file, String keyFile, String spkiFile) throws Exception {
    Collection<RecipientInformation> all =
        new CMSEnvelopedData(read(file)).getRecipientInfos().getRecipients();
    byte[] plain =
        all.iterator()
            .next()
            .getContent(new JceKeyAgreeEnvelopedRecipient(privateKey(keyFile)).setProvider("BC"));
    ECPrivateKeyParameters key =
        (ECPrivateKeyParameters) PrivateKeyFactory.createKey(PrivateKeyInfo.getInstance(plain));
    requireKey(key.getD(), spkiFile, null);
  }

  private static void cmsRsa(String file, String keyFile, String spkiFile) throws Exception {
    Collection<RecipientInformation> all =
        new CMSEnvelopedData(read(file)).getRecipientInfos().getRecipients();
    PrivateKey recipient =
        KeyFactory.getInstance("RSA", "BC").generatePrivate(new PKCS8EncodedKeySpec(read(keyFile)));
    byte[] plain =
        all.iterator()
            .next()
            .getContent(new JceKeyTransEnvelopedRecipient(recipient).setProvider("BC"));
    RSAPrivateCrtKeyParameters key =
        (RSAPrivateCrtKeyParameters) PrivateKeyFactory.createKey(PrivateKeyInfo.getInstance(plain));
    RSAKeyParameters expected =
        (RSAKeyParameters)
            PublicKeyFactory.createKey(SubjectPublicKeyInfo.getInstance(read(spkiFile)));
    require(key.getModulus().equals(expected.getModulus()), "another key is inside");
    require(key.getP().multiply(key.getQ()).equals(key.getModulus()), "a damaged key is inside");
  }

  private static void writeCms(String out, String userSpki, String keyFile) throws Exception {
    java.security.KeyPairGenerator pairs = java.security.KeyPairGenerator.getInstance("EC", "BC");
    pairs.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
    java.security.KeyPair own = pairs.generateKeyPair();
    CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(
        new JceKeyAgreeRecipientInfoGenerator(
                new ASN1ObjectIdentifier("1.3.132.1.11.1"), // dhSinglePass-stdDH-sha256kdf
                own.getPrivate(),
                own.getPublic(),
                CMSAlgorithm.AES256_WRAP)
            .addRecipient("certhall".getBytes(), publicKey(userSpki))
            .setProvider("BC"));
    CMSEnvelopedData message =
        generator.generate(
            new CMSProcessableByteArray(read(keyFile)),
            new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES128_CBC).setProvider("BC").build());
    Files.write(Path.of(out), message.getEncoded());
  }

  /** SM2EnvelopedKey with the bare identifier of SM4 and without parameters. */
  private static void writeNatural(String out, String userSpki, String keyFile, String keySpki)
      throws Exception {
    SecureRandom random = new SecureRandom();
    byte[] sm4Key = new byte[16];
    random.nextBytes(sm4Key);
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(
        true,
        new ParametersWithRandom(
            PublicKeyFactory.createKey(SubjectPublicKeyInfo.getInstance(read(userSpki))), random));
    byte[] raw = engine.processBlock(sm4Key, 0, sm4Key.length);
    ASN1EncodableVector cipher = new ASN1EncodableVector();
    cipher.add(new ASN1Integer(new BigInteger(1, part(raw, 1, 32))));
    cipher.add(new ASN1Integer(new BigInteger(1, part(raw, 33, 32))));
    cipher.add(new DEROctetString(part(raw, 65, 32)));
    cipher.add(new DEROctetString(part(raw, 97, 16)));
    ECPrivateKeyParameters key =
        (ECPrivateKeyParameters) PrivateKeyFactory.createKey(read(keyFile));
    byte[] number =
        org.bouncycastle.util.BigIntegers.asUnsignedByteArray(32, key.getD());
    ASN1EncodableVector envelope = new ASN1EncodableVector();
    envelope.add(new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.156.10197.1.104")));
    envelope.add(new DERSequence(cipher));
    envelope.add(
        new DERBitString(
            SubjectPublicKeyInfo.getInstance(read(keySpki)).getPublicKeyData().getOctets()));
    envelope.add(new DERBitString(sm4(Cipher.ENCRYPT_MODE, sm4Key, number)));
    Files.write(Path.of(out), new DERSequence(envelope).getEncoded());
  }

  private static void run(String[] a) throws Exception {
    switch (a[0]) {
      case "natural" -> natural(read(a[1]), a[2], a[3]);
      case "skf" -> structure(true, a[1], a[2], a[3]);
      case "sdf" -> structure(false, a[1], a[2], a[3]);
      case "response" -> response(a[1], a[2], a[3]);
      case "signed" -> signed(a[1], a[2], a[3], a[4]);
      case "cms-rsa" -> cmsRsa(a[1], a[2], a[3]);
      case "cms" -> cms(a[1], a[2], a[3]);
      case "write-cms" -> writeCms(a[1], a[2], a[3]);
      case "write-natural" -> writeNatural(a[1], a[2], a[3], a[4]);
      default -> throw new Exception("unknown command " + a[0]);
    }
  }

  /** Lines "accept COMMAND…" and "refuse COMMAND…" from standard input, an answer for each. */
  public static void main(String[] arguments) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    java.io.BufferedReader lines =
        new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      String outcome = "accept";
      String why = "";
      try {
        run(Arrays.copyOfRange(words, 1, words.length));
      } catch (Throwable problem) {
        outcome = "refuse";
        why = " (" + problem + ")";
      }
      boolean good = outcome.equals(words[0]);
      System.out.println((good ? "passed  " : "FAILED  ") + line + (good ? "" : why));
    }
  }
}
