import type { Words } from '../../i18n'

export const lookWords: Words = {
  zh: {
    look: {
      title: '中心形象', lead: '名称、标志和颜色出现在每个页面；印章和签名只印在证书上。', name: '名称与标志', nameHint: '登录页、页面左上角、大屏和所有证书上的名称。', zh: '中文名称', en: '英文名称', logo: '标志', logoHint: 'PNG 或 JPEG，不超过 2 MB。透明底的横版或方形标志最合适。',
      colour: '主色', colourHint: '按钮、链接和选中状态的颜色。浅色页面上的对比度至少 4.5:1，深色页面自动取最接近的可读色。', ownColour: '使用本中心的颜色', hex: '十六进制色值', passes: '对比度 {contrast}:1，清晰可读。', fails: '对比度只有 {contrast}:1，很多人会看不清。', take: '改用 {nearest}',
      paper: '印章与签名', paperHint: '已经签发的证书保持原样，新证书用新的。图片不对外公开。', seal: '印章', sealHint: '圆章或方章，透明底 PNG，建议不小于 400 像素。', signature: '签名 {n}', hand: '签名图片', handHint: '透明底 PNG，宽大于高。', whoZh: '姓名（中文）', whoEn: '姓名（英文）', titleZh: '职务（中文）', titleEn: '职务（英文）', more: '添加签名', without: '去掉签名 {n}',
      noPicture: '暂无图片', upload: '上传', another: '更换', remove: '移除', large: '图片超过 2 MB。', need: '请把名称、签名人的姓名和职务填完整（中英文），并上传签名图片。', needColour: '请换一个清晰可读的颜色。', saved: '已保存，所有页面即刻生效。', sampleButton: '主要按钮', sampleText: '链接文字', sampleMark: '标签',
    },
  },
  en: {
    look: {
      title: 'Look of the centre', lead: 'Name, logo and colour appear on every page; seal and signatures on certificates only.', name: 'Name and logo', nameHint: 'As it stands on the sign-in page, in the corner of every page, on walls and on all certificates.', zh: 'Name in Chinese', en: 'Name in English', logo: 'Logo', logoHint: 'PNG or JPEG, up to 2 MB. Wide or square on a transparent ground looks best.',
      colour: 'Colour', colourHint: 'Of buttons, links and what is chosen. On light pages it needs a contrast of 4.5:1; dark pages take the nearest colour that can be read.', ownColour: 'Use the centre’s own colour', hex: 'Colour as hex digits', passes: 'Contrast {contrast}:1, easy to read.', fails: 'Contrast {contrast}:1 only: many people could not read it.', take: 'Take {nearest}',
      paper: 'Seal and signatures', paperHint: 'Certificates that were signed stay as they are; new ones get these. The pictures are never public.', seal: 'Seal', sealHint: 'Round or square, PNG on a transparent ground, 400 pixels or more.', signature: 'Signature {n}', hand: 'Picture of the signature', handHint: 'PNG on a transparent ground, wider than high.', whoZh: 'Name in Chinese', whoEn: 'Name in English', titleZh: 'Position in Chinese', titleEn: 'Position in English', more: 'Add a signature', without: 'Leave out signature {n}',
      noPicture: 'No picture', upload: 'Upload', another: 'Replace', remove: 'Remove', large: 'The picture is larger than 2 MB.', need: 'Fill in the centre’s name and everybody’s name and position in both languages, and upload each signature.', needColour: 'Choose a colour that people can read.', saved: 'Saved; every page wears it now.', sampleButton: 'Main button', sampleText: 'A link', sampleMark: 'A mark',
    },
  },
}
