import type { Words } from '../../i18n'

export const careWords: Words = {
  zh: {
    care: {
      title: '关怀', lead: '这里的内容不计分、不进档案，也不会导出给别人。', offer: '需要帮忙吗？', offerHint: '连续两次考试没过很常见，多半是题太多、讲得太快。您可以自己决定怎么做；班主任只会知道该谈一次话，不会知道原因。到 {day} 这条提示自动消失，不留痕迹。',
      talk: '想谈一谈', material: '先做轻量练习', no: '现在不用', said: { talk: '好的，班主任会找您谈一谈。', material: '好的，可以在“我的考试”里开始轻量练习，不会告诉任何人。', no: '好的，不会告诉任何人。想法变了可以再选。' }, toExams: '去做轻量练习', talked: '已经谈过了。', none: '现在没有提示', noneHint: '有需要时，系统会先悄悄告诉您本人。',
      due: '该谈一谈了', dueHint: '只告诉您该谈话，不说原因；请把它当成一次关心。', held: '已谈过',
      log: '谈心记录', logHint: '只有谈话的两个人看得到，管理员也看不到；不作为任何依据。', logNone: '还没有记录', logNoneHint: '谈过之后可以在这里记几句，对方也会看到。', write: '记一次谈心', on: '日期', body: '谈了什么（对方也会看到）', by: '{author} 与 {name}', remove: '删除', removeSure: '双方都将看不到，确定删除？',
    },
  },
  en: {
    care: {
      title: 'Care', lead: 'Nothing here is scored, kept in a dossier or exported to anybody else.', offer: 'Would some help do?', offerHint: 'Not passing twice in a row is common; often it was too much, too fast. You decide what happens. Your class teacher learns only that a talk is due, never why. After {day} this disappears without a trace.',
      talk: 'I would like a talk', material: 'Lighter practice first', no: 'Not now', said: { talk: 'Good. Your class teacher will find time for you.', material: 'Good. Start light practice under “My exams”; nobody is told.', no: 'Fine. Nobody is told, and you can change your mind.' }, toExams: 'To light practice', talked: 'The talk was held.', none: 'Nothing right now', noneHint: 'If help might do you good, you hear of it here first.',
      due: 'A talk is due', dueHint: 'You are told that, not why. Take it as a moment to ask how things are.', held: 'We have talked',
      log: 'Private talk log', logHint: 'Only the two who talked can read it, not even administrators; it is never evidence.', logNone: 'No entries yet', logNoneHint: 'After a talk, note a few words here; the other person reads them too.', write: 'Note a talk', on: 'Day', body: 'What you talked about (the other person reads it)', by: '{author} with {name}', remove: 'Delete', removeSure: 'It will be gone for both of you. Delete it?',
    },
  },
}
