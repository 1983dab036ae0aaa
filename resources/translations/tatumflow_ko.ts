<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>Action</name>
    <message>
        <location filename="../../app/file_actions.py" line="16"/>
        <source>&amp;New Project</source>
        <translation>새 프로젝트(&amp;N)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="17"/>
        <source>Begin with an empty project</source>
        <translation>빈 프로젝트로 시작합니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="23"/>
        <source>&amp;Open…</source>
        <translation>열기(&amp;O)…</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="24"/>
        <source>Open a MIDI file as a prompt, or a project</source>
        <translation>MIDI 파일을 프롬프트로 열거나 프로젝트를 엽니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="31"/>
        <source>Open &amp;Demo Prompt</source>
        <translation>데모 프롬프트 열기(&amp;D)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="32"/>
        <source>Open the short prompt that comes with TatumFlow</source>
        <translation>TatumFlow에 들어 있는 짧은 프롬프트를 엽니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="39"/>
        <source>Dra&amp;w a Prompt</source>
        <translation>프롬프트 그리기(&amp;W)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="40"/>
        <source>Begin an empty prompt and draw its notes in the piano roll</source>
        <translation>빈 프롬프트를 열고 피아노 롤에 음표를 그립니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="47"/>
        <source>&amp;Save Project</source>
        <translation>프로젝트 저장(&amp;S)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="48"/>
        <source>Save prompts, takes and settings as a project</source>
        <translation>프롬프트, 테이크, 설정을 프로젝트로 저장합니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="55"/>
        <source>Save Project &amp;As…</source>
        <translation>다른 이름으로 프로젝트 저장(&amp;A)…</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="56"/>
        <source>Save the project under another name</source>
        <translation>프로젝트를 다른 이름으로 저장합니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="62"/>
        <source>&amp;Export Take as MIDI…</source>
        <translation>테이크를 MIDI로 내보내기(&amp;E)…</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="71"/>
        <source>Export One &amp;File for Each Role…</source>
        <translation>역할마다 한 파일씩 내보내기(&amp;F)…</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="130"/>
        <source>Rena&amp;me Take…</source>
        <translation>테이크 이름 바꾸기(&amp;M)…</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="72"/>
        <source>Save lead, chords and bass of the take as MIDI files of their own</source>
        <translation>테이크의 멜로디, 코드, 베이스를 각각의 MIDI 파일로 저장합니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="77"/>
        <source>Export Take as A&amp;udio…</source>
        <translation>테이크를 오디오로 내보내기(&amp;U)…</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="78"/>
        <source>Save how the take sounds as WAV, MP3 or FLAC</source>
        <translation>테이크의 소리를 WAV, MP3, FLAC으로 저장합니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="84"/>
        <source>Show Take in File Mana&amp;ger</source>
        <translation>파일 관리자에서 테이크 보기(&amp;G)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="85"/>
        <source>Open the folder that holds the take&apos;s file</source>
        <translation>테이크 파일이 있는 폴더를 엽니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="97"/>
        <source>Ne&amp;xt Prompt</source>
        <translation>다음 프롬프트(&amp;X)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="98"/>
        <source>Work on the next prompt of the project</source>
        <translation>프로젝트의 다음 프롬프트로 작업합니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="105"/>
        <source>Pre&amp;vious Prompt</source>
        <translation>이전 프롬프트(&amp;V)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="106"/>
        <source>Work on the prompt before this one</source>
        <translation>이 프롬프트 앞의 프롬프트로 작업합니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="112"/>
        <source>Read the &amp;Bars the Other Way</source>
        <translation>마디를 다른 방식으로 읽기(&amp;B)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="113"/>
        <source>Put the prompt on its file&apos;s own bars in place of those that are heard in the playing, or the other way round</source>
        <translation>프롬프트를 연주에서 들리는 마디 대신 파일 자체의 마디에 맞추거나 그 반대로 합니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="131"/>
        <source>Give the take that is shown a name of its own</source>
        <translation>보이는 테이크에 이름을 붙입니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="137"/>
        <source>Cop&amp;y Take as a File</source>
        <translation>테이크를 파일로 복사(&amp;Y)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="138"/>
        <source>Put the take&apos;s MIDI file on the clipboard</source>
        <translation>테이크의 MIDI 파일을 클립보드에 담습니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="151"/>
        <source>&amp;Bring Back Deleted Takes</source>
        <translation>지운 테이크 되살리기(&amp;B)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="152"/>
        <source>Put every deleted take of this project back</source>
        <translation>이 프로젝트에서 지운 모든 테이크를 되돌려 놓습니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="164"/>
        <source>&amp;Compare (A/B)</source>
        <translation>비교(A/B)(&amp;C)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="165"/>
        <source>Go back and forth between the last two takes shown, while the music goes on</source>
        <translation>음악이 이어지는 동안 마지막으로 본 두 테이크를 오갑니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="172"/>
        <source>Loop the &amp;Take With Its Lead-In</source>
        <translation>앞부분과 함께 테이크 반복(&amp;T)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="173"/>
        <source>Play the take over and over, from two bars of its prompt on</source>
        <translation>프롬프트의 두 마디 앞부터 테이크를 되풀이해 재생합니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="179"/>
        <source>&amp;Metronome</source>
        <translation>메트로놈(&amp;M)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="180"/>
        <source>Click on every beat while playing</source>
        <translation>재생하는 동안 박마다 딸깍 소리를 냅니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="189"/>
        <source>C&amp;ount-In</source>
        <translation>카운트인(&amp;O)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="190"/>
        <source>Click one bar before playing begins</source>
        <translation>재생하기 전에 한 마디를 셉니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="63"/>
        <source>Save the take that is shown as a MIDI file</source>
        <translation>보이는 테이크를 MIDI 파일로 저장합니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="121"/>
        <source>Se&amp;ttings…</source>
        <translation>설정(&amp;T)…</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="129"/>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="130"/>
        <source>Close TatumFlow</source>
        <translation>TatumFlow를 닫습니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="135"/>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="135"/>
        <source>Take back the last change</source>
        <translation>마지막 변경을 되돌립니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="140"/>
        <source>&amp;Redo</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="141"/>
        <source>Make the change again that was taken back</source>
        <translation>되돌린 변경을 다시 적용합니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="148"/>
        <source>Move what is shown up by a semitone</source>
        <translation>보이는 음표를 반음 올립니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="155"/>
        <source>Transpose &amp;Down</source>
        <translation>반음 내리기(&amp;D)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="156"/>
        <source>Move what is shown down by a semitone</source>
        <translation>보이는 음표를 반음 내립니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="163"/>
        <source>Move what is shown up by an octave</source>
        <translation>보이는 음표를 한 옥타브 올립니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="169"/>
        <source>Octave Do&amp;wn</source>
        <translation>한 옥타브 내리기(&amp;W)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="170"/>
        <source>Move what is shown down by an octave</source>
        <translation>보이는 음표를 한 옥타브 내립니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="176"/>
        <source>&amp;Star Take</source>
        <translation>테이크에 별표(&amp;S)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="177"/>
        <source>Mark the take that is shown as a favourite</source>
        <translation>보이는 테이크를 즐겨찾기로 표시합니다</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="144"/>
        <source>D&amp;elete Take</source>
        <translation>테이크 삭제(&amp;E)</translation>
    </message>
    <message>
        <location filename="../../app/file_actions.py" line="145"/>
        <source>Delete the take that is shown; undo brings it back</source>
        <translation>보이는 테이크를 삭제합니다. 실행 취소로 되살릴 수 있습니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="122"/>
        <source>Choose look, language, sound, device and how much disk is used</source>
        <translation>화면, 언어, 소리, 장치와 디스크 사용량을 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="147"/>
        <source>Transp&amp;ose Up</source>
        <translation>반음 올리기(&amp;O)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="162"/>
        <source>Octa&amp;ve Up</source>
        <translation>한 옥타브 올리기(&amp;V)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="186"/>
        <source>&amp;Generate</source>
        <translation>생성(&amp;G)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="187"/>
        <source>Write new takes that continue the prompt</source>
        <translation>프롬프트에 이어지는 새 테이크를 씁니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="193"/>
        <source>&amp;Cancel</source>
        <translation>취소(&amp;C)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="194"/>
        <source>Stop what is being generated or opened</source>
        <translation>진행 중인 생성이나 열기를 멈춥니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="200"/>
        <source>&amp;Roll the Seed</source>
        <translation>시드 다시 굴리기(&amp;R)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="201"/>
        <source>Choose another random seed</source>
        <translation>다른 임의의 시드를 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="208"/>
        <source>Continue From This &amp;Take</source>
        <translation>이 테이크에서 이어 가기(&amp;T)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="209"/>
        <source>Make the prompt and this take together the new prompt</source>
        <translation>프롬프트와 이 테이크를 합쳐 새 프롬프트로 삼습니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="216"/>
        <source>&amp;Next Take</source>
        <translation>다음 테이크(&amp;N)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="217"/>
        <source>Show the next take</source>
        <translation>다음 테이크를 보입니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="223"/>
        <source>&amp;Previous Take</source>
        <translation>이전 테이크(&amp;P)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="224"/>
        <source>Show the take before this one</source>
        <translation>이전 테이크를 보입니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="230"/>
        <source>Show &amp;Only the Prompt</source>
        <translation>프롬프트만 보기(&amp;O)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="231"/>
        <source>Show the whole prompt without a take</source>
        <translation>테이크 없이 프롬프트 전체를 보입니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="238"/>
        <source>&amp;Play or Stop</source>
        <translation>재생 또는 정지(&amp;P)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="239"/>
        <source>Play from the play position, or stop</source>
        <translation>재생 위치부터 재생하거나 멈춥니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="246"/>
        <source>To the &amp;Start</source>
        <translation>처음으로(&amp;S)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="247"/>
        <source>Move the play position to the first bar</source>
        <translation>재생 위치를 첫 마디로 옮깁니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="254"/>
        <source>&amp;Loop</source>
        <translation>반복(&amp;L)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="255"/>
        <source>Repeat the range marked in the ruler, else the take, else everything</source>
        <translation>눈금자에 표시한 구간을 반복합니다. 없으면 테이크를, 그것도 없으면 전체를 반복합니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="264"/>
        <source>&amp;Fit</source>
        <translation>전체 맞춤(&amp;F)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="265"/>
        <source>Show the whole clip in the piano roll</source>
        <translation>피아노 롤에 클립 전체를 보입니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="272"/>
        <source>Zoom &amp;In</source>
        <translation>확대(&amp;I)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="273"/>
        <source>Stretch time in the piano roll</source>
        <translation>피아노 롤의 시간을 늘려 보입니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="280"/>
        <source>Zoom &amp;Out</source>
        <translation>축소(&amp;O)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="281"/>
        <source>Squeeze time in the piano roll</source>
        <translation>피아노 롤의 시간을 줄여 보입니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="288"/>
        <source>Large Take &amp;Cards</source>
        <translation>큰 테이크 카드(&amp;C)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="289"/>
        <source>Give the takes room for their facts, or that room to the piano roll</source>
        <translation>테이크 정보를 보일 자리를 주거나, 그 자리를 피아노 롤에 줍니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="297"/>
        <source>Show the In&amp;spector</source>
        <translation>인스펙터 보이기(&amp;S)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="298"/>
        <source>Show or hide the column of settings at the right</source>
        <translation>오른쪽 설정 칸을 보이거나 숨깁니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="305"/>
        <source>Show the &amp;Tour</source>
        <translation>둘러보기(&amp;T)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="306"/>
        <source>Go from an empty window to a take in three steps</source>
        <translation>빈 창에서 테이크까지 세 단계로 안내합니다</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="311"/>
        <source>&amp;Shortcuts</source>
        <translation>단축키(&amp;S)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="312"/>
        <source>List every keyboard shortcut</source>
        <translation>모든 단축키를 보여 줍니다</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <location filename="../../app/application.py" line="78"/>
        <source>The device {device} cannot be used ({reason}); the processor is used.</source>
        <translation>장치 {device}을(를) 쓸 수 없어({reason}) 프로세서를 씁니다.</translation>
    </message>
    <message>
        <location filename="../../app/application.py" line="125"/>
        <source>Something unexpected happened; details are in {file}.</source>
        <translation>예상하지 못한 일이 일어났습니다. 자세한 내용은 {file}에 있습니다.</translation>
    </message>
</context>
<context>
    <name>ChordBar</name>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="30"/>
        <source>ii-V-I</source>
        <translation>ii-V-I</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="31"/>
        <source>Minor ii-V-i</source>
        <translation>단조 ii-V-i</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="32"/>
        <source>12-bar blues</source>
        <translation>12마디 블루스</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="33"/>
        <source>Jazz blues</source>
        <translation>재즈 블루스</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="34"/>
        <source>Minor blues</source>
        <translation>단조 블루스</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="35"/>
        <source>Rhythm changes</source>
        <translation>리듬 체인지</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="36"/>
        <source>Giant Steps changes</source>
        <translation>자이언트 스텝스 진행</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="37"/>
        <source>Bossa nova</source>
        <translation>보사노바</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="38"/>
        <source>Modal vamp</source>
        <translation>모달 뱀프</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="73"/>
        <source>Chord progression</source>
        <translation>코드 진행</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="75"/>
        <source>Bars divided by |, several chords in a bar by spaces, % repeats; an iReal Pro link works too</source>
        <translation>마디는 |로 나누고, 한 마디의 여러 코드는 띄어 쓰며, %는 되풀이입니다. iReal Pro 링크도 됩니다</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="80"/>
        <source>W&amp;anted chords</source>
        <translation>바라는 코드(&amp;A)</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="82"/>
        <source>Presets</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="82"/>
        <source>Forms to play over, in the key of the piece</source>
        <translation>곡의 조에 맞춘 연주 형식</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="90"/>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="90"/>
        <source>Detect, import, transpose or clear chords</source>
        <translation>코드를 찾아내거나 가져오거나 조옮김하거나 지웁니다</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="93"/>
        <source>Detect From the Notes</source>
        <translation>음표에서 찾아내기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="94"/>
        <source>Import a Chart…</source>
        <translation>악보 가져오기…</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="95"/>
        <source>Chords Up a Semitone</source>
        <translation>코드를 반음 올리기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="96"/>
        <source>Chords Down a Semitone</source>
        <translation>코드를 반음 내리기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="97"/>
        <source>Follow the Prompt Again</source>
        <translation>다시 프롬프트 따르기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="102"/>
        <source>Reharmonise…</source>
        <translation>리하모니…</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="103"/>
        <source>Reharmonise</source>
        <translation>리하모니</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="104"/>
        <source>Other chords that would fit, each with its reason</source>
        <translation>어울리는 다른 코드와 그 까닭</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="107"/>
        <source>Listen to the chords</source>
        <translation>코드 듣기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="107"/>
        <source>Play the chords alone, or stop</source>
        <translation>코드만 재생하거나 멈춥니다</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="113"/>
        <source>Shade chord tones</source>
        <translation>코드 구성음 강조</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/bar.py" line="114"/>
        <source>Shade the tones of each chord in the piano roll</source>
        <translation>피아노 롤에서 각 코드의 구성음을 강조합니다</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="101"/>
        <source>Chords of the bars to write: Dm7 | G7 | Cmaj7 | %</source>
        <translation>쓸 마디의 코드: Dm7 | G7 | Cmaj7 | %</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="103"/>
        <source>Wanted chords: Dm7 | Db7 | Cmaj7 | %</source>
        <translation>바라는 코드: Dm7 | Db7 | Cmaj7 | %</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="104"/>
        <source>As in the lane; or type others: Dm7 | G7 | Cmaj7 | %</source>
        <translation>코드 줄을 따릅니다. 다른 코드도 적을 수 있습니다: Dm7 | G7 | Cmaj7 | %</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="192"/>
        <location filename="../../app/chord_lane/link.py" line="206"/>
        <source>Import a Chart</source>
        <translation>악보 가져오기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="194"/>
        <source>Charts (*.html *.irealb *.txt *.csv)</source>
        <translation>코드 악보 (*.html *.irealb *.txt *.csv)</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="207"/>
        <source>The link holds several tunes. Which one?</source>
        <translation>링크에 곡이 여럿 들어 있습니다. 어느 곡을 가져올까요?</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="228"/>
        <source>The notes have changed since you asked for their chords; ask again.</source>
        <translation>코드를 물어본 뒤에 음표가 바뀌었습니다. 다시 찾아 주세요.</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="258"/>
        <source>There are no chords yet: type some, or choose a preset.</source>
        <translation>아직 코드가 없습니다. 직접 적거나 프리셋을 고르세요.</translation>
    </message>
</context>
<context>
    <name>ChordLane</name>
    <message>
        <location filename="../../app/chord_lane/cell_editor.py" line="24"/>
        <source>Chord</source>
        <translation>코드</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/cell_editor.py" line="26"/>
        <source>A chord such as Dm7, or several that share the field; Enter keeps, Esc gives up</source>
        <translation>Dm7 같은 코드, 또는 칸을 나누어 쓸 여러 코드. Enter는 확정, Esc는 취소입니다</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="78"/>
        <source>Chord lane</source>
        <translation>코드 줄</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="80"/>
        <source>Double-click or F2 types a chord; drag a border; / splits, J joins with the next, Delete clears</source>
        <translation>두 번 누르거나 F2로 코드를 적고, 경계를 끕니다. /는 나누기, J는 다음과 합치기, Delete는 지우기입니다</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="117"/>
        <source>{count} chords; arrow keys choose one</source>
        <translation>코드 {count}개. 화살표 키로 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="122"/>
        <source>{chord} at {position}</source>
        <translation>{position}의 {chord}</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="404"/>
        <source>Type a Chord…</source>
        <translation>코드 적기…</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="407"/>
        <source>Split</source>
        <translation>나누기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="408"/>
        <source>Join With the Next</source>
        <translation>다음과 합치기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="409"/>
        <source>Up a Semitone</source>
        <translation>반음 올리기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="410"/>
        <source>Down a Semitone</source>
        <translation>반음 내리기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="411"/>
        <source>Clear</source>
        <translation>지우기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="414"/>
        <source>Other Chords Here…</source>
        <translation>여기의 다른 코드…</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="416"/>
        <source>Listen From Here</source>
        <translation>여기부터 듣기</translation>
    </message>
</context>
<context>
    <name>ComposePage</name>
    <message>
        <location filename="../../app/compose_page.py" line="49"/>
        <source>Drag to give the takes more room or less</source>
        <translation>끌어서 테이크 자리를 넓히거나 좁힙니다</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <location filename="../../app/controller.py" line="152"/>
        <source>Sketch</source>
        <translation>스케치</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="210"/>
        <source>A note would leave the range of MIDI, so nothing was transposed.</source>
        <translation>MIDI 음역을 벗어나는 음표가 있어 조옮김하지 않았습니다.</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="432"/>
        <source>{name} was played freely: its bars follow the beats that are heard, about {tempo} BPM. If it was recorded to a click, Generate &gt; Read the Bars the Other Way takes those of the file.</source>
        <translation>{name}: 자유롭게 연주한 파일이어서 들리는 박(약 {tempo} BPM)에 마디를 맞췄습니다. 메트로놈에 맞춰 녹음했다면 생성 &gt; 마디를 다른 방식으로 읽기에서 파일의 마디를 쓸 수 있습니다.</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="441"/>
        <source>The drums of {name} are left out.</source>
        <translation>{name}의 드럼은 빠졌습니다.</translation>
    </message>
    <message>
        <location filename="../../app/restoring.py" line="42"/>
        <source>{file} was written by TatumFlow: its prompt and settings are back.</source>
        <translation>{file}은(는) TatumFlow가 쓴 파일입니다. 프롬프트와 설정을 되돌렸습니다.</translation>
    </message>
    <message>
        <location filename="../../app/restoring.py" line="44"/>
        <source>{file} was written by TatumFlow with another model ({checkpoint}): its prompt and settings are back, but Generate will write other notes.</source>
        <translation>{file}은(는) 다른 모델({checkpoint})로 TatumFlow가 쓴 파일입니다. 프롬프트와 설정은 되돌렸지만 생성하면 다른 음표가 나옵니다.</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <location filename="../../app/empty_state.py" line="25"/>
        <source>Drop a MIDI file here</source>
        <translation>MIDI 파일을 여기에 끌어다 놓으세요</translation>
    </message>
    <message>
        <location filename="../../app/empty_state.py" line="28"/>
        <source>or press Generate to start from the demo prompt</source>
        <translation>또는 생성을 눌러 데모 프롬프트로 시작하세요</translation>
    </message>
    <message>
        <location filename="../../app/empty_state.py" line="31"/>
        <source>Choose a F&amp;ile…</source>
        <translation>파일 고르기(&amp;I)…</translation>
    </message>
    <message>
        <location filename="../../app/empty_state.py" line="32"/>
        <source>Try the De&amp;mo</source>
        <translation>데모 써 보기(&amp;M)</translation>
    </message>
    <message>
        <location filename="../../app/empty_state.py" line="33"/>
        <source>Draw Yo&amp;ur Own</source>
        <translation>직접 그리기(&amp;U)</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <location filename="../../app/engine_client.py" line="229"/>
        <source>There is not enough memory for this; ask for fewer bars or takes, or close other programs.</source>
        <translation>메모리가 모자랍니다. 마디나 테이크를 줄이거나 다른 프로그램을 닫으세요.</translation>
    </message>
    <message>
        <location filename="../../app/engine_client.py" line="236"/>
        <source>Something unexpected happened; details are in {file}. Please try again.</source>
        <translation>예상하지 못한 일이 일어났습니다. 자세한 내용은 {file}에 있습니다. 다시 시도해 주세요.</translation>
    </message>
    <message>
        <location filename="../../app/engine_client.py" line="279"/>
        <source>No model is loaded, so no style can be read.</source>
        <translation>모델을 불러오지 못해 스타일을 읽을 수 없습니다.</translation>
    </message>
    <message>
        <location filename="../../app/engine_client.py" line="298"/>
        <source>No model is loaded, so nothing can be generated.</source>
        <translation>모델을 불러오지 못해 생성할 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <location filename="../../app/take_outlet.py" line="61"/>
        <source>MIDI files and projects ({patterns})</source>
        <translation>MIDI 파일과 프로젝트 ({patterns})</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="62"/>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="69"/>
        <source>Files ({patterns})</source>
        <translation>파일 ({patterns})</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="70"/>
        <source>Save Take As</source>
        <translation>테이크를 다른 이름으로 저장</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="81"/>
        <source>Save One File for Each Role In</source>
        <translation>역할마다 한 파일씩 저장할 곳</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="98"/>
        <source>{take} was saved as {file}.</source>
        <translation>{take}을(를) {file}(으)로 저장했습니다.</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="116"/>
        <source>{take} was saved in {folder}: {names}.</source>
        <translation>{take}을(를) {folder}에 저장했습니다: {names}.</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="123"/>
        <source>Save Audio As</source>
        <translation>오디오를 다른 이름으로 저장</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="129"/>
        <source>Rendering {file}…</source>
        <translation>{file}을(를) 렌더링하는 중…</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="133"/>
        <source>{file} is finished.</source>
        <translation>{file}을(를) 다 만들었습니다.</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="150"/>
        <source>{take} was copied as a file.</source>
        <translation>{take}을(를) 파일로 복사했습니다.</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="159"/>
        <source>No file manager answers here; the file is {file}.</source>
        <translation>여기에는 응답하는 파일 관리자가 없습니다. 파일은 {file}입니다.</translation>
    </message>
    <message>
        <location filename="../../app/take_outlet.py" line="192"/>
        <source>{file} is on the clipboard.</source>
        <translation>{file}이(가) 클립보드에 있습니다.</translation>
    </message>
    <message>
        <location filename="../../app/audio_export.py" line="57"/>
        <source>Something unexpected happened while {file} was rendered; details are in {log}.</source>
        <translation>{file}을(를) 렌더링하는 동안 예상하지 못한 일이 생겼습니다. 자세한 내용은 {log}에 있습니다.</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <location filename="../../app/inspector/basics.py" line="47"/>
        <source>Two-beat</source>
        <translation>투 비트</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="48"/>
        <source>Bossa nova</source>
        <translation>보사노바</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="97"/>
        <location filename="../../app/inspector/basics.py" line="183"/>
        <source>Bars to rewrite</source>
        <translation>다시 쓸 마디</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="99"/>
        <source>Bars that are written anew, such as 3-4, 7; the others stay as they are</source>
        <translation>3-4, 7처럼 새로 쓸 마디를 적습니다. 나머지는 그대로 둡니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="103"/>
        <location filename="../../app/inspector/basics.py" line="187"/>
        <source>Part</source>
        <translation>파트</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="104"/>
        <source>Which part is written</source>
        <translation>어느 파트를 쓸지 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="108"/>
        <source>Lead</source>
        <translation>멜로디</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="109"/>
        <source>Chords</source>
        <translation>코드</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="110"/>
        <source>Bass</source>
        <translation>베이스</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="111"/>
        <source>Chords and bass</source>
        <translation>코드와 베이스</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="112"/>
        <source>All three</source>
        <translation>셋 모두</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="113"/>
        <source>Any</source>
        <translation>아무 파트</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="116"/>
        <location filename="../../app/inspector/basics.py" line="185"/>
        <source>Form</source>
        <translation>형식</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="118"/>
        <source>Sections of the song, letters A to H such as AABA; equal letters are alike. Small letters are solos over the chords of their section: AABA aaba. Or choruses: 12-bar x 4 is the tune, two solos, the tune</source>
        <translation>노래의 부분을 AABA처럼 A에서 H까지의 글자로 적습니다. 같은 글자는 비슷합니다. 소문자는 그 부분의 코드 위에서 연주하는 솔로입니다: AABA aaba. 코러스로 적어도 됩니다: 12-bar x 4는 주제, 솔로 두 번, 주제입니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="130"/>
        <location filename="../../app/inspector/basics.py" line="188"/>
        <source>Bars in a section</source>
        <translation>한 부분의 마디 수</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="131"/>
        <source>Length of one section in bars</source>
        <translation>한 부분의 길이(마디)</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="134"/>
        <location filename="../../app/inspector/basics.py" line="192"/>
        <source>Feel</source>
        <translation>리듬감</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="135"/>
        <source>How bass, chords and eighths feel the time: a walking bass, one in two, or a bossa nova with even eighths</source>
        <translation>베이스와 코드, 8분음표가 박자를 타는 방식: 워킹 베이스, 두 박 베이스, 또는 고른 8분음표의 보사노바</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="142"/>
        <source>As the prompt</source>
        <translation>프롬프트를 따름</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="147"/>
        <location filename="../../app/inspector/basics.py" line="189"/>
        <source>Tempo</source>
        <translation>템포</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="148"/>
        <source>Quarter notes a minute; lowest: as the prompt</source>
        <translation>1분에 들어가는 4분음표 수. 가장 낮은 값은 프롬프트를 따릅니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="152"/>
        <location filename="../../app/inspector/basics.py" line="190"/>
        <source>Meter</source>
        <translation>박자</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="153"/>
        <source>Time signature of what is written</source>
        <translation>쓸 음악의 박자표</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="157"/>
        <location filename="../../app/inspector/basics.py" line="191"/>
        <source>Key</source>
        <translation>조</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="158"/>
        <source>Key of what is written, where no chords are given</source>
        <translation>코드가 없을 때 쓸 음악의 조</translation>
    </message>
    <message>
        <location filename="../../app/inspector/group.py" line="31"/>
        <source>Show or hide these settings</source>
        <translation>이 설정을 펼치거나 접습니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/group.py" line="36"/>
        <source>Reset {group}</source>
        <translation>{group} 초기화</translation>
    </message>
    <message>
        <location filename="../../app/inspector/group.py" line="38"/>
        <source>Set these settings back to their defaults</source>
        <translation>이 설정을 기본값으로 되돌립니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/locks.py" line="24"/>
        <source>Keep from the prompt</source>
        <translation>프롬프트에서 지킬 것</translation>
    </message>
    <message>
        <location filename="../../app/inspector/locks.py" line="26"/>
        <source>Harmony</source>
        <translation>화성</translation>
    </message>
    <message>
        <location filename="../../app/inspector/locks.py" line="26"/>
        <source>Keep the harmony of every beat</source>
        <translation>모든 박의 화성을 지킵니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/locks.py" line="27"/>
        <source>Melody</source>
        <translation>선율</translation>
    </message>
    <message>
        <location filename="../../app/inspector/locks.py" line="27"/>
        <source>Keep the top line</source>
        <translation>맨 위 선율을 지킵니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/locks.py" line="28"/>
        <source>Rhythm</source>
        <translation>리듬</translation>
    </message>
    <message>
        <location filename="../../app/inspector/locks.py" line="28"/>
        <source>Keep when notes begin</source>
        <translation>음표가 시작하는 때를 지킵니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/locks.py" line="29"/>
        <location filename="../../app/inspector/texture.py" line="49"/>
        <source>Dynamics</source>
        <translation>셈여림</translation>
    </message>
    <message>
        <location filename="../../app/inspector/locks.py" line="29"/>
        <source>Keep how loud it is played</source>
        <translation>연주의 세기를 지킵니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/locks.py" line="43"/>
        <source>Locks of single bars</source>
        <translation>마디별 잠금</translation>
    </message>
    <message>
        <location filename="../../app/inspector/locks.py" line="54"/>
        <source>Single bars: click them in the lane over the notes.</source>
        <translation>마디별로: 음표 위의 잠금 줄에서 마디를 클릭하세요.</translation>
    </message>
    <message>
        <location filename="../../app/inspector/group.py" line="74"/>
        <source>{count} set</source>
        <translation>{count}개 지정</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="65"/>
        <source>What to write</source>
        <translation>무엇을 쓸까요</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="66"/>
        <source>What Generate does with the prompt, or without one</source>
        <translation>생성이 프롬프트로, 또는 프롬프트 없이 하는 일</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="81"/>
        <source>Strength</source>
        <translation>강도</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="82"/>
        <source>How far the music moves towards the styles: 0 not at all, 100 all the way</source>
        <translation>음악이 스타일 쪽으로 움직이는 정도. 0은 그대로, 100은 끝까지입니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="124"/>
        <source>&amp;What to write</source>
        <translation>무엇을 쓸까요(&amp;W)</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="30"/>
        <source>Sampling and seed</source>
        <translation>샘플링과 시드</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="60"/>
        <location filename="../../app/inspector/sampling.py" line="126"/>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="61"/>
        <source>Denoising steps: 15 is fast, 50 is quality; more seldom help</source>
        <translation>잡음 제거 단계. 15는 빠르고 50은 품질이 좋으며, 더 늘려도 나아지는 일은 드뭅니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="64"/>
        <source>Fast</source>
        <translation>빠르게</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="64"/>
        <source>Quality</source>
        <translation>품질</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="68"/>
        <source>{count} denoising steps</source>
        <translation>잡음 제거 {count}단계</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="76"/>
        <source>Style pull</source>
        <translation>스타일 당김</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="77"/>
        <source>Guidance towards the mixed styles; 1 is none, more is closer to them and less varied</source>
        <translation>섞은 스타일로 이끄는 정도. 1은 없음이고, 클수록 가까워지지만 단조로워집니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="86"/>
        <source>Chord pull</source>
        <translation>코드 당김</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="87"/>
        <source>Guidance towards the chords of the lane; 1 is none</source>
        <translation>코드 줄의 코드로 이끄는 정도. 1은 없음입니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="94"/>
        <source>Temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="95"/>
        <source>How freely notes are drawn; low is safe, high is wild</source>
        <translation>음표를 얼마나 자유롭게 뽑는지. 낮으면 안전하고 높으면 거칩니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="102"/>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="103"/>
        <source>Draw only among the likeliest values that add up to this share; 1 is all</source>
        <translation>합이 이 비율이 되는 유력한 값 가운데서만 뽑습니다. 1은 모두입니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="109"/>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="110"/>
        <source>Draw only among this many likeliest values; 0 is all</source>
        <translation>유력한 값 이만큼 가운데서만 뽑습니다. 0은 모두입니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="34"/>
        <source>Texture</source>
        <translation>짜임새</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="37"/>
        <source>Density</source>
        <translation>밀도</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="38"/>
        <source>Notes a beat; unticked, as dense as the prompt and the style</source>
        <translation>한 박의 음표 수. 체크하지 않으면 프롬프트와 스타일만큼입니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="46"/>
        <location filename="../../app/inspector/texture.py" line="43"/>
        <source>Swing</source>
        <translation>스윙</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="44"/>
        <source>Place of the off-beat eighth: 50 % straight, 67 % triplets, 75 % dotted</source>
        <translation>여린 8분음표의 위치. 50 %는 스트레이트, 67 %는 셋잇단, 75 %는 점음표입니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="50"/>
        <source>Mean velocity of the notes, 1 to 127</source>
        <translation>음표의 평균 세기, 1에서 127까지</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="55"/>
        <source>Register</source>
        <translation>음역</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="56"/>
        <source>Lowest and highest note that may be written; unticked, as the prompt and the style</source>
        <translation>쓸 수 있는 가장 낮은 음과 높은 음. 체크하지 않으면 프롬프트와 스타일을 따릅니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="61"/>
        <source>Lowest note</source>
        <translation>가장 낮은 음</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="61"/>
        <source>Lowest note, as a name such as C2</source>
        <translation>C2 같은 이름으로 적는 가장 낮은 음</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="64"/>
        <source>Highest note</source>
        <translation>가장 높은 음</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="64"/>
        <source>Highest note, as a name such as C6</source>
        <translation>C6 같은 이름으로 적는 가장 높은 음</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="70"/>
        <source>Polyphony</source>
        <translation>동시 발음 수</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="71"/>
        <source>Most notes that may sound at once; unticked, as the prompt and the style</source>
        <translation>한꺼번에 울릴 수 있는 음표 수. 체크하지 않으면 프롬프트와 스타일을 따릅니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="77"/>
        <source>Voices</source>
        <translation>성부</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="78"/>
        <source>Most notes that may sound at once, 1 to 8</source>
        <translation>한꺼번에 울릴 수 있는 음표 수, 1에서 8까지</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="83"/>
        <source>No repeats</source>
        <translation>반복 금지</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="84"/>
        <source>The top line plays no run of so many notes twice within eight bars; unticked, it may repeat itself</source>
        <translation>가장 높은 선율이 여덟 마디 안에서 이 개수의 음이 이어지는 음형을 두 번 연주하지 않습니다. 체크하지 않으면 반복할 수 있습니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="93"/>
        <source>Notes of a run</source>
        <translation>음형의 음 수</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="94"/>
        <source>From how many notes on a run counts as a repeat, 2 to 16; fewer is stricter</source>
        <translation>몇 음부터 반복으로 볼지 정합니다(2~16). 적을수록 엄격합니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/texture.py" line="96"/>
        <source> notes</source>
        <translation>음</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <location filename="../../app/jobs.py" line="192"/>
        <source>Style {number}</source>
        <translation>스타일 {number}</translation>
    </message>
</context>
<context>
    <name>LockLane</name>
    <message>
        <location filename="../../app/piano_roll/lock_lane.py" line="55"/>
        <source>bar {first}</source>
        <translation>{first}마디</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/lock_lane.py" line="55"/>
        <source>bars {first}–{last}</source>
        <translation>{first}–{last}마디</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/lock_lane.py" line="83"/>
        <source>Locks of bars</source>
        <translation>마디 잠금</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/lock_lane.py" line="85"/>
        <source>Click a bar, or drag over several, to choose what they keep when they are written anew; keys 1 to 4 lock harmony, melody, rhythm and dynamics, Delete unlocks</source>
        <translation>마디를 클릭하거나 여러 마디를 끌어서 다시 쓸 때 지킬 것을 고릅니다. 1~4 키는 화성, 선율, 리듬, 셈여림을 잠그고 Delete 키는 잠금을 풉니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/lock_lane.py" line="158"/>
        <location filename="../../app/piano_roll/lock_lane.py" line="163"/>
        <source>nothing is locked</source>
        <translation>잠긴 것 없음</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/lock_lane.py" line="159"/>
        <source>arrow keys choose a bar</source>
        <translation>화살표 키로 마디를 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/lock_lane.py" line="193"/>
        <source>Locks</source>
        <translation>잠금</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/lock_lane.py" line="329"/>
        <source>Keep in {bars}</source>
        <translation>{bars}에서 지킬 것</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/lock_lane.py" line="339"/>
        <source>&amp;Unlock</source>
        <translation>잠금 풀기(&amp;U)</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <location filename="../../app/main_window.py" line="101"/>
        <source>Rooms</source>
        <translation>작업 공간</translation>
    </message>
    <message>
        <location filename="../../app/main_window.py" line="105"/>
        <source>Compose</source>
        <translation>작곡</translation>
    </message>
    <message>
        <location filename="../../app/main_window.py" line="217"/>
        <source>Playback is {backend}; the playhead moves all the same.</source>
        <translation>재생 장치: {backend}. 소리는 없지만 재생 위치는 움직입니다.</translation>
    </message>
    <message>
        <location filename="../../app/main_window.py" line="290"/>
        <source>The language changes at the next start.</source>
        <translation>언어는 다음에 시작할 때 바뀝니다.</translation>
    </message>
    <message>
        <location filename="../../app/project_desk.py" line="186"/>
        <source>{file} is not a MIDI file; drop a .mid file to open it as the prompt, or a project.</source>
        <translation>{file}은(는) MIDI 파일이 아닙니다. .mid 파일을 끌어다 놓으면 프롬프트로, 프로젝트를 놓으면 프로젝트로 엽니다.</translation>
    </message>
    <message>
        <location filename="../../app/project_desk.py" line="190"/>
        <source>{file} is a folder; drop MIDI files here, or the folder on the Train page to learn it.</source>
        <translation>{file}은(는) 폴더입니다. 여기에는 MIDI 파일을 놓고, 배우게 하려면 폴더를 학습 페이지에 놓으세요.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/tab.py" line="121"/>
        <source>Train</source>
        <translation>학습</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <location filename="../../app/actions.py" line="101"/>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="102"/>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="103"/>
        <source>&amp;Generate</source>
        <translation>생성(&amp;G)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="104"/>
        <source>&amp;Transport</source>
        <translation>재생(&amp;T)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="105"/>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <location filename="../../app/actions.py" line="106"/>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <location filename="../../app/menus.py" line="27"/>
        <source>As the &amp;System</source>
        <translation>시스템 설정 따르기(&amp;S)</translation>
    </message>
    <message>
        <location filename="../../app/menus.py" line="28"/>
        <source>&amp;Light</source>
        <translation>밝게(&amp;L)</translation>
    </message>
    <message>
        <location filename="../../app/menus.py" line="28"/>
        <source>&amp;Dark</source>
        <translation>어둡게(&amp;D)</translation>
    </message>
    <message>
        <location filename="../../app/menus.py" line="30"/>
        <source>&amp;Theme</source>
        <translation>테마(&amp;T)</translation>
    </message>
    <message>
        <location filename="../../app/menus.py" line="32"/>
        <source>L&amp;anguage</source>
        <translation>언어(&amp;A)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_menus.py" line="193"/>
        <source>Notes</source>
        <translation>음표</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_menus.py" line="195"/>
        <source>&amp;Role</source>
        <translation>역할(&amp;R)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_menus.py" line="195"/>
        <source>&amp;Grid</source>
        <translation>격자(&amp;G)</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <location filename="../../app/message_bar.py" line="35"/>
        <source>Dismiss message</source>
        <translation>메시지 닫기</translation>
    </message>
    <message>
        <location filename="../../app/message_bar.py" line="36"/>
        <source>Dismiss this message</source>
        <translation>이 메시지를 닫습니다</translation>
    </message>
</context>
<context>
    <name>Mode</name>
    <message>
        <location filename="../../app/inspector/modes.py" line="33"/>
        <source>Continue</source>
        <translation>이어 쓰기</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="34"/>
        <source>Go on where the prompt ends, over the chords of the lane if there are any.</source>
        <translation>프롬프트가 끝나는 곳에서 이어 갑니다. 코드 줄에 코드가 있으면 그 위에서 씁니다.</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="39"/>
        <source>Rewrite bars</source>
        <translation>마디 다시 쓰기</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="40"/>
        <source>Write the chosen bars anew; all others stay note for note.</source>
        <translation>고른 마디를 새로 씁니다. 나머지는 음표 하나까지 그대로입니다.</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="45"/>
        <source>Improvise</source>
        <translation>즉흥 변주</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="46"/>
        <source>Play what is shown once more, as far away from it as Creativity says.</source>
        <translation>보이는 음악을 한 번 더, 창의성이 정한 만큼 다르게 연주합니다.</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="51"/>
        <source>Change the style</source>
        <translation>스타일 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="52"/>
        <source>Play what is shown in the mixed styles; it stays the same tune.</source>
        <translation>보이는 음악을 섞은 스타일로 연주합니다. 곡은 그대로입니다.</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="57"/>
        <source>Reharmonise</source>
        <translation>리하모니</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="58"/>
        <source>Put the melody over the chords of the lane.</source>
        <translation>선율을 코드 줄의 코드 위에 얹습니다.</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="63"/>
        <source>Solo over chords</source>
        <translation>코드 위 솔로</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="64"/>
        <source>Improvise one part over the chords of the lane, without a prompt.</source>
        <translation>프롬프트 없이 코드 줄의 코드 위에서 한 파트를 즉흥 연주합니다.</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="69"/>
        <source>Pattern</source>
        <translation>패턴</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="70"/>
        <source>A short pattern of one part: a lick, a comping figure, a bass line.</source>
        <translation>한 파트의 짧은 패턴: 릭, 반주 음형, 베이스 라인.</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="75"/>
        <source>Song</source>
        <translation>노래</translation>
    </message>
    <message>
        <location filename="../../app/inspector/modes.py" line="76"/>
        <source>A whole form: a tune or solos, chords and bass over one harmony.</source>
        <translation>전체 형식: 하나의 화성 위에 주제나 솔로, 코드, 베이스.</translation>
    </message>
</context>
<context>
    <name>NoteAction</name>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="80"/>
        <source>Cu&amp;t</source>
        <translation>잘라내기(&amp;T)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="81"/>
        <source>Move the selected notes to the clipboard</source>
        <translation>고른 음표를 클립보드로 옮깁니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="87"/>
        <source>&amp;Copy</source>
        <translation>복사(&amp;C)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="88"/>
        <source>Copy the selected notes</source>
        <translation>고른 음표를 복사합니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="94"/>
        <source>&amp;Paste</source>
        <translation>붙여넣기(&amp;P)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="95"/>
        <source>Paste notes at the play position</source>
        <translation>재생 위치에 음표를 붙여넣습니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="102"/>
        <source>Copy the selection right behind it</source>
        <translation>고른 음표를 바로 뒤에 복사합니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="101"/>
        <source>Dupl&amp;icate</source>
        <translation>복제(&amp;I)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="108"/>
        <source>De&amp;lete Notes</source>
        <translation>음표 지우기(&amp;L)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="109"/>
        <source>Delete the selected notes</source>
        <translation>고른 음표를 지웁니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="115"/>
        <source>Select &amp;All</source>
        <translation>모두 고르기(&amp;A)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="116"/>
        <source>Select all notes; with marked bars, those in them</source>
        <translation>모든 음표를 고릅니다. 표시한 마디가 있으면 그 안의 음표를 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="123"/>
        <source>Select &amp;None</source>
        <translation>고르지 않기(&amp;N)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="124"/>
        <source>Select nothing</source>
        <translation>아무것도 고르지 않습니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="130"/>
        <source>&amp;Select and Move</source>
        <translation>고르고 옮기기(&amp;S)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="131"/>
        <source>Press on notes to select and move them; a double click draws</source>
        <translation>음표를 눌러 고르고 옮깁니다. 두 번 누르면 그립니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="138"/>
        <source>&amp;Draw</source>
        <translation>그리기(&amp;D)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="139"/>
        <source>Press on the ground to draw notes</source>
        <translation>빈 곳을 눌러 음표를 그립니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="146"/>
        <source>&amp;Erase</source>
        <translation>지우개(&amp;E)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="147"/>
        <source>Press on notes to delete them</source>
        <translation>음표를 눌러 지웁니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="154"/>
        <source>&amp;Insert Note</source>
        <translation>음표 넣기(&amp;I)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="155"/>
        <source>Draw a note at the play position</source>
        <translation>재생 위치에 음표를 그립니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="162"/>
        <source>S&amp;plit at Play Position</source>
        <translation>재생 위치에서 나누기(&amp;P)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="163"/>
        <source>Cut notes at the play position</source>
        <translation>재생 위치에서 음표를 자릅니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="169"/>
        <source>&amp;Join</source>
        <translation>합치기(&amp;J)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="170"/>
        <source>Melt selected notes of the same pitch together</source>
        <translation>음높이가 같은 고른 음표를 하나로 합칩니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="176"/>
        <source>&amp;Legato</source>
        <translation>레가토(&amp;L)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="177"/>
        <source>Let notes ring until the next one of their role</source>
        <translation>같은 역할의 다음 음표까지 음을 잇습니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="183"/>
        <source>&amp;Quantise</source>
        <translation>퀀타이즈(&amp;Q)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="184"/>
        <source>Draw the selected notes (else all) to the grid</source>
        <translation>고른 음표를(없으면 모두) 격자에 맞춥니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="191"/>
        <source>Qua&amp;ntise…</source>
        <translation>퀀타이즈(&amp;N)…</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="192"/>
        <source>Choose grid, strength and swing, then quantise</source>
        <translation>격자, 강도, 스윙을 정해 퀀타이즈합니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="198"/>
        <source>&amp;Lead</source>
        <translation>멜로디(&amp;L)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="199"/>
        <source>Make the selected notes lead</source>
        <translation>고른 음표를 멜로디로 만듭니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="205"/>
        <source>&amp;Chords</source>
        <translation>코드(&amp;C)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="206"/>
        <source>Make the selected notes chords</source>
        <translation>고른 음표를 코드로 만듭니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="212"/>
        <source>&amp;Bass</source>
        <translation>베이스(&amp;B)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="213"/>
        <source>Make the selected notes bass</source>
        <translation>고른 음표를 베이스로 만듭니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="219"/>
        <source>Select L&amp;ead</source>
        <translation>멜로디 고르기(&amp;E)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="220"/>
        <source>Select all notes that lead; with marked bars, those in them</source>
        <translation>멜로디 음표를 모두 고릅니다. 표시한 마디가 있으면 그 안의 음표를 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="227"/>
        <source>Select C&amp;hords</source>
        <translation>코드 고르기(&amp;H)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="228"/>
        <source>Select all notes of chords; with marked bars, those in them</source>
        <translation>코드 음표를 모두 고릅니다. 표시한 마디가 있으면 그 안의 음표를 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="234"/>
        <source>Select B&amp;ass</source>
        <translation>베이스 고르기(&amp;A)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="235"/>
        <source>Select all notes of the bass; with marked bars, those in them</source>
        <translation>베이스 음표를 모두 고릅니다. 표시한 마디가 있으면 그 안의 음표를 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="241"/>
        <source>&amp;Finer Grid</source>
        <translation>격자 촘촘하게(&amp;F)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="242"/>
        <source>Halve the distance of grid lines</source>
        <translation>격자 간격을 반으로 줄입니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="248"/>
        <source>&amp;Coarser Grid</source>
        <translation>격자 성기게(&amp;C)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="249"/>
        <source>Double the distance of grid lines</source>
        <translation>격자 간격을 두 배로 늘립니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="255"/>
        <source>&amp;Triplets</source>
        <translation>셋잇단(&amp;T)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="256"/>
        <source>Straight or triplet grid</source>
        <translation>스트레이트 격자와 셋잇단 격자를 바꿉니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="262"/>
        <source>&amp;Snap to Grid</source>
        <translation>격자에 붙이기(&amp;S)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="263"/>
        <source>Let edits snap to the grid, or not</source>
        <translation>편집이 격자에 붙을지 정합니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="270"/>
        <source>&amp;Mark Bars</source>
        <translation>마디 표시(&amp;M)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="271"/>
        <source>Mark the bars of the selection, else the bar at the play position</source>
        <translation>고른 음표의 마디를, 없으면 재생 위치의 마디를 표시합니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="278"/>
        <source>Mark One Bar M&amp;ore</source>
        <translation>한 마디 더 표시(&amp;O)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="279"/>
        <source>Mark one bar more</source>
        <translation>한 마디를 더 표시합니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="285"/>
        <source>Mark One Bar &amp;Fewer</source>
        <translation>한 마디 덜 표시(&amp;F)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="286"/>
        <source>Mark one bar fewer</source>
        <translation>한 마디를 덜 표시합니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="292"/>
        <source>Loop Selec&amp;tion</source>
        <translation>고른 곳 반복(&amp;T)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="299"/>
        <source>Regener&amp;ate Marked Bars</source>
        <translation>표시한 마디 다시 생성(&amp;A)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="293"/>
        <source>Loop the marked bars, else the bars of the selected notes</source>
        <translation>표시한 마디를, 없으면 고른 음표의 마디를 반복합니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="300"/>
        <source>Write the marked bars anew; every other bar stays as it is</source>
        <translation>표시한 마디를 새로 씁니다. 다른 마디는 모두 그대로입니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="306"/>
        <source>&amp;Velocities</source>
        <translation>세기(&amp;V)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="307"/>
        <source>Show the velocities below the notes</source>
        <translation>음표 아래에 세기를 보입니다</translation>
    </message>
</context>
<context>
    <name>PianoRoll</name>
    <message>
        <location filename="../../app/piano_roll/footer.py" line="49"/>
        <source>Prompt (grey)</source>
        <translation>프롬프트 (회색)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/footer.py" line="59"/>
        <source>Scroll time</source>
        <translation>시간 스크롤</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/footer.py" line="60"/>
        <source>Scrolls the piano roll to earlier or later bars</source>
        <translation>피아노 롤을 앞이나 뒤의 마디로 움직입니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/panel.py" line="67"/>
        <source>Zoom out</source>
        <translation>축소</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/panel.py" line="68"/>
        <source>Zoom in</source>
        <translation>확대</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/panel.py" line="69"/>
        <source>Fit</source>
        <translation>전체 맞춤</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/panel.py" line="128"/>
        <location filename="../../app/piano_roll/panel.py" line="134"/>
        <location filename="../../app/transport/prompt_menu.py" line="48"/>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="24"/>
        <source>Lead</source>
        <translation>멜로디</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="45"/>
        <source>Off</source>
        <translation>끔</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="46"/>
        <source>Bar</source>
        <translation>마디</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="47"/>
        <source>Beat</source>
        <translation>박</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="48"/>
        <source>1/8</source>
        <translation>1/8</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="49"/>
        <source>1/8 triplet</source>
        <translation>1/8 셋잇단</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="50"/>
        <source>1/16</source>
        <translation>1/16</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="51"/>
        <source>1/16 triplet</source>
        <translation>1/16 셋잇단</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="52"/>
        <source>1/32</source>
        <translation>1/32</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="63"/>
        <source>{pitch} · {role} · {position} · velocity {velocity}</source>
        <translation>{pitch} · {role} · {position} · 세기 {velocity}</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="70"/>
        <source>{count} notes · {low}–{high} · {first}–{last}</source>
        <translation>음표 {count}개 · {low}–{high} · {first}–{last}</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="145"/>
        <location filename="../../app/piano_roll/names.py" line="25"/>
        <source>Chords</source>
        <translation>코드</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="26"/>
        <source>Bass</source>
        <translation>베이스</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/view.py" line="62"/>
        <source>Piano roll</source>
        <translation>피아노 롤</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/view.py" line="64"/>
        <source>Shows and edits the prompt or the chosen take. Full stop and comma choose the next and the previous note; arrow keys move what is selected, else the view. F1 lists all keys.</source>
        <translation>프롬프트나 고른 테이크를 보이고 편집합니다. 마침표와 쉼표로 다음과 이전 음표를 고르고, 화살표 키로 고른 음표를, 없으면 화면을 옮깁니다. F1이 모든 키를 보여 줍니다.</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/view.py" line="72"/>
        <source>Double-click draws a note, a drag selects. In the ruler a click sets the play position, a drag loops, Shift and a drag mark bars to write anew. Ctrl+wheel zooms.</source>
        <translation>두 번 누르면 음표를 그리고, 끌면 고릅니다. 눈금자에서는 누르면 재생 위치를 정하고, 끌면 반복하며, Shift를 누르고 끌면 새로 쓸 마디를 표시합니다. Ctrl+휠로 확대합니다.</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/view.py" line="316"/>
        <source>Play position {position}</source>
        <translation>재생 위치 {position}</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/view.py" line="369"/>
        <source>{pitch} · {role} · bar {position} · velocity {velocity}</source>
        <translation>{pitch} · {role} · 마디 {position} · 세기 {velocity}</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/canvas.py" line="298"/>
        <source>Velocity</source>
        <translation>세기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/drag_handle.py" line="27"/>
        <source>Selected notes as a file</source>
        <translation>고른 음표를 파일로</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/drag_handle.py" line="29"/>
        <source>Drag the selected notes into your DAW; a click puts them on the clipboard as a MIDI file</source>
        <translation>고른 음표를 DAW로 끌어다 놓습니다. 누르면 MIDI 파일로 클립보드에 담습니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="37"/>
        <source>Select tool</source>
        <translation>고르기 도구</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="38"/>
        <source>Draw tool</source>
        <translation>그리기 도구</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="39"/>
        <source>Erase tool</source>
        <translation>지우개 도구</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="44"/>
        <source>Snap</source>
        <translation>격자 맞춤</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="44"/>
        <source>What edits snap to</source>
        <translation>편집이 붙을 격자</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="50"/>
        <source>Role</source>
        <translation>역할</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="52"/>
        <source>Role of the selected notes, and of those you draw</source>
        <translation>고른 음표와 그릴 음표의 역할</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="58"/>
        <location filename="../../app/piano_roll/edit_bar.py" line="60"/>
        <source>Quantise…</source>
        <translation>퀀타이즈…</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="63"/>
        <source>Velocities</source>
        <translation>세기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="69"/>
        <source>Selection</source>
        <translation>고른 음표</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="73"/>
        <source>Regenerate marked bars</source>
        <translation>표시한 마디 다시 생성</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="151"/>
        <source>Regenerate bar {first}</source>
        <translation>마디 {first} 다시 생성</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/edit_bar.py" line="153"/>
        <source>Regenerate bars {first}–{last}</source>
        <translation>마디 {first}–{last} 다시 생성</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="190"/>
        <source>Bars {first} to {last}</source>
        <translation>마디 {first}부터 {last}까지</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="256"/>
        <source>{count} deleted</source>
        <translation>{count}개 지움</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="348"/>
        <source>No note sounds there</source>
        <translation>거기서 울리는 음표가 없습니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="384"/>
        <source>{count} copied</source>
        <translation>{count}개 복사함</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/gestures.py" line="178"/>
        <source>{beats} beats</source>
        <translation>{beats}박</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="34"/>
        <source>Harmony</source>
        <translation>화성</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="35"/>
        <source>Melody</source>
        <translation>선율</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="36"/>
        <source>Rhythm</source>
        <translation>리듬</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/names.py" line="37"/>
        <source>Dynamics</source>
        <translation>셈여림</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_menus.py" line="75"/>
        <source>Keep this of the marked bars when they are written anew</source>
        <translation>표시한 마디를 새로 쓸 때 이것을 지킵니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_menus.py" line="221"/>
        <source>&amp;Keep in These Bars</source>
        <translation>이 마디에서 지키기(&amp;K)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_menus.py" line="252"/>
        <source>&amp;Unmark</source>
        <translation>표시 없애기(&amp;U)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_menus.py" line="266"/>
        <source>&amp;Split Here</source>
        <translation>여기서 나누기(&amp;S)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_menus.py" line="272"/>
        <source>&amp;Paste Here</source>
        <translation>여기에 붙여넣기(&amp;P)</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/side_gestures.py" line="149"/>
        <location filename="../../app/piano_roll/side_gestures.py" line="191"/>
        <source>velocity {velocity}</source>
        <translation>세기 {velocity}</translation>
    </message>
</context>
<context>
    <name>Project</name>
    <message>
        <location filename="../../app/project_desk.py" line="161"/>
        <source>TatumFlow did not end properly; your work of {time} is back. Save it to keep it.</source>
        <translation>TatumFlow가 제대로 끝나지 않았습니다. {time}의 작업을 되살렸습니다. 간직하려면 저장하세요.</translation>
    </message>
    <message>
        <location filename="../../app/project_desk.py" line="230"/>
        <source>TatumFlow projects ({patterns})</source>
        <translation>TatumFlow 프로젝트 ({patterns})</translation>
    </message>
    <message>
        <location filename="../../app/project_desk.py" line="231"/>
        <source>Save Project As</source>
        <translation>다른 이름으로 프로젝트 저장</translation>
    </message>
    <message>
        <location filename="../../app/project_desk.py" line="250"/>
        <source>The project was saved as {file}.</source>
        <translation>프로젝트를 {file}(으)로 저장했습니다.</translation>
    </message>
    <message>
        <location filename="../../app/project_desk.py" line="269"/>
        <source>Untitled</source>
        <translation>제목 없음</translation>
    </message>
    <message>
        <location filename="../../app/project_desk.py" line="270"/>
        <source>Save the changes to “{name}”?</source>
        <translation>“{name}”의 변경 내용을 저장할까요?</translation>
    </message>
    <message>
        <location filename="../../app/project_desk.py" line="271"/>
        <source>Takes and edits that are not saved are lost.</source>
        <translation>저장하지 않은 테이크와 편집은 사라집니다.</translation>
    </message>
</context>
<context>
    <name>Quantise</name>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="37"/>
        <location filename="../../app/piano_roll/quantise_popup.py" line="54"/>
        <location filename="../../app/piano_roll/quantise_popup.py" line="57"/>
        <source>Quantise</source>
        <translation>퀀타이즈</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="44"/>
        <source>As the snap</source>
        <translation>격자 맞춤을 따름</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="51"/>
        <location filename="../../app/piano_roll/quantise_popup.py" line="53"/>
        <source>Ends of notes too</source>
        <translation>음표의 끝도</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="52"/>
        <source>Draw the ends of notes to the grid as well</source>
        <translation>음표의 끝도 격자에 맞춥니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="56"/>
        <source>Draw the selected notes (else all) to the grid</source>
        <translation>고른 음표를(없으면 모두) 격자에 맞춥니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="65"/>
        <source>Grid</source>
        <translation>격자</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="66"/>
        <source>The lines that notes are drawn to</source>
        <translation>음표를 맞출 격자선</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="71"/>
        <source>Strength</source>
        <translation>강도</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="72"/>
        <source>How far a note moves towards its line</source>
        <translation>음표가 격자선 쪽으로 움직이는 정도</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="77"/>
        <source>Swing</source>
        <translation>스윙</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="78"/>
        <source>How late every second line is: 50 % straight, 67 % triplets, 75 % dotted</source>
        <translation>둘째 격자선마다 늦추는 정도: 50 %는 스트레이트, 67 %는 셋잇단, 75 %는 점음표</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/quantise_popup.py" line="145"/>
        <location filename="../../app/piano_roll/quantise_popup.py" line="146"/>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>RecentFiles</name>
    <message>
        <location filename="../../app/recent_files.py" line="24"/>
        <source>Open &amp;Recent</source>
        <translation>최근 파일 열기(&amp;R)</translation>
    </message>
    <message>
        <location filename="../../app/recent_files.py" line="57"/>
        <source>&amp;Clear This List</source>
        <translation>목록 지우기(&amp;C)</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>&quot;{key}&quot; is not a key; write it like C, Eb, Am or F#m.</source>
        <translation>&quot;{key}&quot;은(는) 조 이름이 아닙니다. C, Eb, Am, F#m처럼 쓰세요.</translation>
    </message>
    <message>
        <source>&quot;{meter}&quot; is not a meter: write it like 4/4 or 3/4.</source>
        <translation>&quot;{meter}&quot;은(는) 박자표가 아닙니다. 4/4나 3/4처럼 쓰세요.</translation>
    </message>
    <message>
        <source>&quot;{symbol}&quot; is not a chord symbol: cannot read &quot;{sign}&quot; (sign {place}); write it like Dm7, G7b9, Cmaj7, C/E or N.C.</source>
        <translation>&quot;{symbol}&quot;은(는) 코드 기호가 아닙니다. {place}번째 글자 &quot;{sign}&quot;을(를) 읽을 수 없습니다. Dm7, G7b9, Cmaj7, C/E, N.C.처럼 쓰세요.</translation>
    </message>
    <message>
        <source>&quot;{symbol}&quot; is not a chord symbol: it is not complete; write it like Dm7, G7b9 or Cmaj7.</source>
        <translation>&quot;{symbol}&quot;은(는) 완성되지 않은 코드 기호입니다. Dm7, G7b9, Cmaj7처럼 쓰세요.</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; cannot name a style; leave out dots in front and the signs , : ; | / \ &lt; &gt; &quot; ? *.</source>
        <translation>&apos;{name}&apos;은(는) 스타일 이름으로 쓸 수 없습니다. 맨 앞의 점과 , : ; | / \ &lt; &gt; &quot; ? * 기호를 빼세요.</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; has only {notes} notes, but a style needs at least {least}; choose another file.</source>
        <translation>&apos;{name}&apos;의 음표는 {notes}개뿐인데 스타일에는 적어도 {least}개가 필요합니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>A personal style needs a base: leave out --base none, or leave out --name.</source>
        <translation>개인 스타일에는 바탕 모델이 필요합니다. --base none이나 --name을 빼세요.</translation>
    </message>
    <message>
        <source>A sample rate of {sample_rate} Hz cannot be rendered: choose one from 8000 to 96000 Hz.</source>
        <translation>샘플레이트 {sample_rate}Hz로는 렌더링할 수 없습니다. 8000~96000Hz에서 고르세요.</translation>
    </message>
    <message>
        <source>A section has 1 to 32 bars, not {section_bars}.</source>
        <translation>한 부분은 1~32마디여야 하는데 {section_bars}마디입니다.</translation>
    </message>
    <message>
        <source>A style was read off a file with another model; read it again with this one.</source>
        <translation>파일에서 읽은 스타일이 다른 모델의 것입니다. 지금 모델로 다시 읽으세요.</translation>
    </message>
    <message>
        <source>A worker process was ended twice at the same files, probably for want of memory; use fewer --workers and run the same command again to continue.</source>
        <translation>같은 파일에서 작업 프로세스가 두 번 끝났습니다. 메모리가 모자란 듯합니다. --workers를 줄이고 같은 명령으로 이어 가세요.</translation>
    </message>
    <message>
        <source>Another training is at work in {run}; wait for its end or stop it, then give the same command again.</source>
        <translation>{run}에서 다른 학습이 진행 중입니다. 끝나기를 기다리거나 멈춘 뒤 다시 시작하세요.</translation>
    </message>
    <message>
        <source>Bar {bar} of the progression begins with &quot;{word}&quot;, but there is no chord before it.</source>
        <translation>코드 진행의 {bar}번째 마디가 &quot;{word}&quot;(으)로 시작하지만 그 앞에 코드가 없습니다.</translation>
    </message>
    <message>
        <source>Bar {bar} of the progression, line {line}: {error}</source>
        <translation>코드 진행 {line}번째 줄, {bar}번째 마디: {error}</translation>
    </message>
    <message>
        <source>Bar {bar} of the progression: {error}</source>
        <translation>코드 진행 {bar}번째 마디: {error}</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>메모리가 모자람</translation>
    </message>
    <message>
        <source>Cannot read the project {path}: {reason}; check the file.</source>
        <translation>프로젝트 {path}을(를) 읽을 수 없습니다({reason}). 파일을 확인하세요.</translation>
    </message>
    <message>
        <source>Cannot read {path}: {reason}; check its permissions.</source>
        <translation>{path}을(를) 읽을 수 없습니다({reason}). 권한을 확인하세요.</translation>
    </message>
    <message>
        <source>Cannot write {path}: {reason}; choose another folder or free some space.</source>
        <translation>{path}을(를) 쓸 수 없습니다({reason}). 다른 폴더를 고르거나 공간을 비우세요.</translation>
    </message>
    <message>
        <source>Coltrane cycle</source>
        <translation>콜트레인 체인지</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>응답 시간이 지남</translation>
    </message>
    <message>
        <source>Could not write {path} ({reason}); free some space or choose another folder.</source>
        <translation>{path}을(를) 쓰지 못했습니다({reason}). 공간을 비우거나 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>장치를 다른 곳에서 쓰는 중</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>폴더가 비어 있지 않음</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>디스크 할당량을 넘음</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>파일이 이미 있음</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>파일 이름이 너무 긺</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>파일이 너무 큼</translation>
    </message>
    <message>
        <source>Files that end in {suffix} need the Python package soundfile: install it, or render to .wav.</source>
        <translation>{suffix} 파일에는 Python 패키지 soundfile이 필요합니다. 설치하거나 .wav로 렌더링하세요.</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>입출력 오류</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>쓸 수 없는 값</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>폴더임</translation>
    </message>
    <message>
        <source>MP3 has no sample rate of {sample_rate} Hz: choose 44100 or 48000 Hz.</source>
        <translation>MP3에는 샘플레이트 {sample_rate}Hz가 없습니다. 44100Hz나 48000Hz를 고르세요.</translation>
    </message>
    <message>
        <source>No SoundFont was found: install the package pretty_midi, which brings one, or choose a .sf2 file in the settings.</source>
        <translation>사운드폰트를 찾지 못했습니다. 사운드폰트가 든 pretty_midi 패키지를 설치하거나 설정에서 .sf2 파일을 고르세요.</translation>
    </message>
    <message>
        <source>No file in {root} can be used ({listed}); add MIDI files with at least 16 notes.</source>
        <translation>{root}에 쓸 수 있는 파일이 없습니다({listed}). 음표가 16개 이상인 MIDI 파일을 넣으세요.</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>디스크에 남은 공간이 없음</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>그런 장치가 없음</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>그런 파일이나 폴더가 없음</translation>
    </message>
    <message>
        <source>No synthesiser was found on this machine: install FluidSynth, or the Python package tinysoundfont.</source>
        <translation>이 컴퓨터에 신시사이저가 없습니다. FluidSynth나 Python 패키지 tinysoundfont를 설치하세요.</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>폴더가 아님</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>허용되지 않은 작업</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>권한이 없음</translation>
    </message>
    <message>
        <source>Process {number} of this machine finds {gpus} GPUs; start at most one process a GPU, or give --device cpu.</source>
        <translation>이 컴퓨터의 {number}번째 프로세스에 맞는 GPU가 없습니다(GPU {gpus}개). GPU마다 프로세스를 하나만 시작하거나 프로세서를 고르세요(--device cpu).</translation>
    </message>
    <message>
        <source>PyTorch {version} finds no Apple GPU</source>
        <translation>PyTorch {version}에서 Apple GPU를 찾을 수 없습니다</translation>
    </message>
    <message>
        <source>PyTorch {version} finds no NVIDIA GPU with a driver</source>
        <translation>PyTorch {version}에서 드라이버가 설치된 NVIDIA GPU를 찾을 수 없습니다</translation>
    </message>
    <message>
        <source>PyTorch {version} is built without CUDA</source>
        <translation>PyTorch {version}은(는) CUDA 없이 만들어졌습니다</translation>
    </message>
    <message>
        <source>PyTorch {version} is built without MPS (Apple GPUs)</source>
        <translation>PyTorch {version}은(는) MPS(Apple GPU) 없이 만들어졌습니다</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>읽기 전용 디스크</translation>
    </message>
    <message>
        <source>Several processes cannot share the Apple GPU; start one, or give --device cpu.</source>
        <translation>여러 프로세스가 Apple GPU를 함께 쓸 수 없습니다. 하나만 시작하거나 프로세서를 고르세요(--device cpu).</translation>
    </message>
    <message>
        <source>Some note times are not numbers, so no beat can be found; read the notes again.</source>
        <translation>음표의 시간 가운데 숫자가 아닌 것이 있어 박을 찾을 수 없습니다. 음표를 다시 읽으세요.</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>파일이 더는 그 자리에 없음</translation>
    </message>
    <message>
        <source>That is no iReal Pro link: it begins with irealb:// or irealbook://.</source>
        <translation>iReal Pro 링크가 아닙니다. 링크는 irealb://나 irealbook://으로 시작합니다.</translation>
    </message>
    <message>
        <source>The MIDI port &apos;{name}&apos; cannot be opened ({error}): connect the device, or choose another port.</source>
        <translation>MIDI 포트 &apos;{name}&apos;을(를) 열 수 없습니다({error}). 장치를 연결하거나 다른 포트를 고르세요.</translation>
    </message>
    <message>
        <source>The MIDI port &apos;{name}&apos; cannot be opened because this machine offers no MIDI system ({error}): start one, or choose the built-in sound.</source>
        <translation>이 컴퓨터에 MIDI 시스템이 없어 MIDI 포트 &apos;{name}&apos;을(를) 열 수 없습니다({error}). MIDI 시스템을 켜거나 내장 소리를 고르세요.</translation>
    </message>
    <message>
        <source>The SoundFont {path} cannot be loaded, it is damaged or has no piano: choose another in the settings.</source>
        <translation>사운드폰트 {path}을(를) 불러올 수 없습니다. 손상되었거나 피아노가 없습니다. 설정에서 다른 것을 고르세요.</translation>
    </message>
    <message>
        <source>The SoundFont {path} cannot be read ({reason}): choose another .sf2 file in the settings.</source>
        <translation>사운드폰트 {path}을(를) 읽을 수 없습니다({reason}). 설정에서 다른 .sf2 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The SoundFont {path} does not exist: choose another .sf2 file in the settings.</source>
        <translation>사운드폰트 {path}이(가) 없습니다. 설정에서 다른 .sf2 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The SoundFont {path} is cut short ({size} of {whole} bytes): copy or download it again.</source>
        <translation>사운드폰트 {path}이(가) 잘려 있습니다({whole}바이트 가운데 {size}바이트). 다시 복사하거나 내려받으세요.</translation>
    </message>
    <message>
        <source>The audio file {path} cannot be written ({reason}): free the disk or choose another folder.</source>
        <translation>오디오 파일 {path}을(를) 쓸 수 없습니다({reason}). 디스크를 비우거나 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>The audio file {path} cannot be written, its folder does not exist: create it first.</source>
        <translation>폴더가 없어 오디오 파일 {path}을(를) 쓸 수 없습니다. 폴더를 먼저 만드세요.</translation>
    </message>
    <message>
        <source>The device &apos;{device}&apos; does not work ({reason}); give --device cpu.</source>
        <translation>장치 &apos;{device}&apos;이(가) 작동하지 않습니다({reason}). 프로세서를 고르세요(--device cpu).</translation>
    </message>
    <message>
        <source>The device &apos;{device}&apos; has failed ({reason}); the processor is used from now on.</source>
        <translation>장치 &apos;{device}&apos;에 문제가 생겼습니다({reason}). 지금부터 프로세서를 씁니다.</translation>
    </message>
    <message>
        <source>The device &apos;{device}&apos; needs PyTorch; install it with `pip install torch`, or choose --device cpu.</source>
        <translation>장치 &apos;{device}&apos;에는 PyTorch가 필요합니다. `pip install torch` 명령으로 설치하거나 프로세서를 고르세요.</translation>
    </message>
    <message>
        <source>The mode {mode} takes a prompt of at most {most} bars, not {bars}: choose a part.</source>
        <translation>{mode} 모드의 프롬프트는 {most}마디까지인데 {bars}마디입니다. 그 가운데 일부를 고르세요.</translation>
    </message>
    <message>
        <source>The music in {folder} is {beats} beats long, a style needs at least {least}; add more files.</source>
        <translation>{folder}의 음악은 {beats}박인데 스타일에는 적어도 {least}박이 필요합니다. 파일을 더 넣으세요.</translation>
    </message>
    <message>
        <source>The roles &apos;{roles}&apos; name one of them twice.</source>
        <translation>역할 &apos;{roles}&apos;에 같은 역할이 두 번 있습니다.</translation>
    </message>
    <message>
        <source>The run in {run} learns &apos;{name}&apos;; give another folder with --out.</source>
        <translation>{run}에서는 &apos;{name}&apos;을(를) 학습하고 있습니다. 다른 폴더를 정하세요(--out).</translation>
    </message>
    <message>
        <source>The run in {run} was begun on the model {base}, this one is {digest}; give another folder with --out.</source>
        <translation>{run}의 학습은 모델 {base}(으)로 시작했는데 지금 모델은 {digest}입니다. 다른 폴더를 정하세요(--out).</translation>
    </message>
    <message>
        <source>The settings in {file} cannot be used; it was perhaps changed by another program.</source>
        <translation>{file}의 설정을 쓸 수 없습니다. 다른 프로그램이 파일을 바꾼 듯합니다.</translation>
    </message>
    <message>
        <source>The style &apos;{name}&apos; was learned on another model ({base}, this is {digest}); train it again on this one.</source>
        <translation>스타일 &apos;{name}&apos;은(는) 다른 모델({base})로 학습했습니다. 지금 모델({digest})로 다시 학습하세요.</translation>
    </message>
    <message>
        <source>The training cannot be kept in {folder} ({reason}); free some space or make the folder writable.</source>
        <translation>학습을 {folder}에 저장할 수 없습니다({reason}). 공간을 비우거나 폴더에 쓸 수 있게 하세요.</translation>
    </message>
    <message>
        <source>There is no size &apos;{size}&apos;; choose one of {known}.</source>
        <translation>&apos;{size}&apos;(이)라는 크기는 없습니다. 다음 가운데 고르세요: {known}.</translation>
    </message>
    <message>
        <source>This needs {package}, which is not installed: `pip install &quot;tatumflow[train]&quot;` brings it.</source>
        <translation>여기에는 {package} 패키지가 필요한데 설치되어 있지 않습니다. `pip install &quot;tatumflow[train]&quot;` 명령으로 설치하세요.</translation>
    </message>
    <message>
        <source>odd meter: bars that do not fill whole quarter beats</source>
        <translation>마디가 4분음표 박으로 나누어지지 않음</translation>
    </message>
    <message>
        <source>only drums</source>
        <translation>드럼만 있음</translation>
    </message>
    <message>
        <source>pattern</source>
        <translation>패턴</translation>
    </message>
    <message>
        <source>polyphony</source>
        <translation>동시 발음 수</translation>
    </message>
    <message>
        <source>register must be two pitches 0..127, the lower one first, not {low}:{high}.</source>
        <translation>음역은 0~127의 두 음높이여야 하고 낮은 쪽이 먼저여야 하는데 {low}:{high}입니다.</translation>
    </message>
    <message>
        <source>reharmonize</source>
        <translation>리하모니</translation>
    </message>
    <message>
        <source>{dataset} is not a finished dataset (no {index}); run `tatumflow prepare` on your files first.</source>
        <translation>{dataset}은(는) 완성된 데이터 세트가 아닙니다({index} 없음). 먼저 파일에 `tatumflow prepare`를 실행하세요.</translation>
    </message>
    <message>
        <source>{file} is not an audio file name: let it end in {suffixes}.</source>
        <translation>{file}은(는) 오디오 파일 이름이 아닙니다. 끝을 다음 가운데 하나로 하세요: {suffixes}.</translation>
    </message>
    <message>
        <source>The bars {first}:{last} are not in the prompt, which has {bars} bars.</source>
        <translation>{first}~{last}번째 마디는 프롬프트에 없습니다. 프롬프트는 {bars}마디입니다.</translation>
    </message>
    <message>
        <source>Changing the style needs a style to go to: choose one of the palette, or a file to read it off.</source>
        <translation>스타일 바꾸기에는 목표 스타일이 필요합니다. 팔레트에서 고르거나 스타일을 읽을 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The bass falls by semitones through a diminished seventh into {goal}.</source>
        <translation>베이스가 디미니시드 7 코드를 거쳐 반음씩 내려가 {goal}에 닿습니다.</translation>
    </message>
    <message>
        <source>The bass rises by semitones through a diminished seventh into {goal}.</source>
        <translation>베이스가 디미니시드 7 코드를 거쳐 반음씩 올라가 {goal}에 닿습니다.</translation>
    </message>
    <message>
        <source>The beat tracker&apos;s weights {path} cannot be read ({error}); install TatumFlow again.</source>
        <translation>박을 찾는 모델 {path}을(를) 읽을 수 없습니다({error}). TatumFlow를 다시 설치하세요.</translation>
    </message>
    <message>
        <source>The checkpoint {file} cannot be read ({reason}); make it readable, or delete it to begin anew.</source>
        <translation>체크포인트 {file}을(를) 읽을 수 없습니다({reason}). 읽을 수 있게 하거나, 지우고 처음부터 시작하세요.</translation>
    </message>
    <message>
        <source>The checkpoint {file} could not be written ({reason}); make room or bring the folder back, then give the same command again.</source>
        <translation>체크포인트 {file}을(를) 쓰지 못했습니다({reason}). 공간을 비우거나 폴더를 되돌려 놓은 뒤 이어서 학습하세요.</translation>
    </message>
    <message>
        <source>The checkpoint {folder} lacks its graph {file} ({reason}); install it again.</source>
        <translation>모델 {folder}에 그래프 {file}이(가) 없습니다({reason}). 모델을 다시 설치하세요.</translation>
    </message>
    <message>
        <source>The checkpoint {path} could not be written ({reason}); free some space.</source>
        <translation>모델 {path}을(를) 쓰지 못했습니다({reason}). 공간을 비우세요.</translation>
    </message>
    <message>
        <source>The checkpoint {path} is damaged; copy or download it again.</source>
        <translation>모델 {path}이(가) 손상되었습니다. 다시 복사하거나 내려받으세요.</translation>
    </message>
    <message>
        <source>The checkpoint {path} is from another version of TatumFlow; update TatumFlow to use it.</source>
        <translation>모델 {path}은(는) 다른 버전의 TatumFlow에서 왔습니다. 쓰려면 TatumFlow를 업데이트하세요.</translation>
    </message>
    <message>
        <source>The chord file {path} cannot be read ({reason}): check the name.</source>
        <translation>코드 파일 {path}을(를) 읽을 수 없습니다({reason}). 이름을 확인하세요.</translation>
    </message>
    <message>
        <source>The chord file {path} does not exist: check the name.</source>
        <translation>코드 파일 {path}이(가) 없습니다. 이름을 확인하세요.</translation>
    </message>
    <message>
        <source>The chord file {path} is too large for a chart: name a .txt or .csv with chords.</source>
        <translation>코드 파일 {path}은(는) 차트라고 하기에 너무 큽니다. 코드가 적힌 .txt나 .csv 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The chord lane begins before the first bar: move it.</source>
        <translation>코드 줄이 첫 마디보다 앞에서 시작합니다. 코드 줄을 옮기세요.</translation>
    </message>
    <message>
        <source>The dataset cannot be written over its own source {root}; give another folder with --out.</source>
        <translation>데이터 세트를 원본 {root} 위에 쓸 수 없습니다. 다른 폴더를 정하세요(--out).</translation>
    </message>
    <message>
        <source>The device &apos;{device}&apos; has failed ({reason}); give the same command again to go on from the last checkpoint, with --device cpu if it fails again.</source>
        <translation>장치 &apos;{device}&apos;에 문제가 생겼습니다({reason}). 마지막 저장 지점부터 다시 시작하고, 또 실패하면 프로세서를 고르세요(--device cpu).</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be read ({reason}); check its permissions.</source>
        <translation>폴더 {folder}을(를) 읽을 수 없습니다({reason}). 권한을 확인하세요.</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist; choose another folder.</source>
        <translation>폴더 {folder}이(가) 없습니다. 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>The folder {folder} has gone while it was looked at; bring it back, then choose it again.</source>
        <translation>살펴보는 사이에 폴더 {folder}이(가) 사라졌습니다. 되돌려 놓은 뒤 다시 고르세요.</translation>
    </message>
    <message>
        <source>The folder {root} cannot be read; check its permissions.</source>
        <translation>폴더 {root}을(를) 읽을 수 없습니다. 권한을 확인하세요.</translation>
    </message>
    <message>
        <source>The folder {root} does not exist; check the name.</source>
        <translation>폴더 {root}이(가) 없습니다. 이름을 확인하세요.</translation>
    </message>
    <message>
        <source>The folder {run} cannot be written any more ({reason}); make room or bring it back, then give the same command again.</source>
        <translation>폴더 {run}에 더는 쓸 수 없습니다({reason}). 공간을 비우거나 폴더를 되돌려 놓은 뒤 이어서 학습하세요.</translation>
    </message>
    <message>
        <source>The form &apos;{form}&apos; cannot be read: write letters A to H such as AABA, verse-chorus, or 12-bar x 3.</source>
        <translation>형식 &apos;{form}&apos;을(를) 읽을 수 없습니다. AABA처럼 A~H 글자로 쓰거나 verse-chorus, 12-bar x 3처럼 쓰세요.</translation>
    </message>
    <message>
        <source>The form &apos;{form}&apos; has {bars} bars, more than {most}: shorten it.</source>
        <translation>형식 &apos;{form}&apos;은(는) {bars}마디로, {most}마디를 넘습니다. 줄이세요.</translation>
    </message>
    <message>
        <source>The graph {path} could not be loaded ({problem}).</source>
        <translation>그래프 {path}을(를) 불러오지 못했습니다({problem}).</translation>
    </message>
    <message>
        <source>The half-diminished second degree is borrowed from {key} minor.</source>
        <translation>{key} 단조에서 하프 디미니시드 2도를 빌려 옵니다.</translation>
    </message>
    <message>
        <source>The iReal Pro chart &quot;{title}&quot; holds no chords: copy its link again.</source>
        <translation>iReal Pro 차트 &quot;{title}&quot;에 코드가 없습니다. 링크를 다시 복사하세요.</translation>
    </message>
    <message>
        <source>The iReal Pro chart &quot;{title}&quot;: {error}</source>
        <translation>iReal Pro 차트 &quot;{title}&quot;: {error}</translation>
    </message>
    <message>
        <source>The iReal Pro link holds no chart: copy it again, whole.</source>
        <translation>iReal Pro 링크에 차트가 없습니다. 링크 전체를 다시 복사하세요.</translation>
    </message>
    <message>
        <source>The index {path} cannot be read ({error}); install the checkpoint again.</source>
        <translation>색인 {path}을(를) 읽을 수 없습니다({error}). 모델을 다시 설치하세요.</translation>
    </message>
    <message>
        <source>The index {path} could not be written ({reason}); free some space or choose another folder.</source>
        <translation>색인 {path}을(를) 쓰지 못했습니다({reason}). 공간을 비우거나 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>The index {path} is damaged; install the checkpoint again.</source>
        <translation>색인 {path}이(가) 손상되었습니다. 모델을 다시 설치하세요.</translation>
    </message>
    <message>
        <source>The index {path} is from another version of TatumFlow; build it again.</source>
        <translation>색인 {path}은(는) 다른 버전의 TatumFlow에서 왔습니다. 다시 만드세요.</translation>
    </message>
    <message>
        <source>The irealb:// link is cut short: title, style and key stand before the chords.</source>
        <translation>irealb:// 링크가 잘려 있습니다. 코드 앞에 제목, 스타일, 조가 있어야 합니다.</translation>
    </message>
    <message>
        <source>The irealbook:// link is cut short: it needs title, composer, style, key, n and chords.</source>
        <translation>irealbook:// 링크가 잘려 있습니다. 제목, 작곡가, 스타일, 조, n, 코드가 모두 있어야 합니다.</translation>
    </message>
    <message>
        <source>The locked bars {first}:{last} are not in the prompt, which has {bars} bars.</source>
        <translation>잠근 {first}~{last}번째 마디는 프롬프트에 없습니다. 프롬프트는 {bars}마디입니다.</translation>
    </message>
    <message>
        <source>The lowered sixth degree is borrowed from {key} minor.</source>
        <translation>{key} 단조에서 ♭6도를 빌려 옵니다.</translation>
    </message>
    <message>
        <source>The lowered third degree is borrowed from {key} minor.</source>
        <translation>{key} 단조에서 ♭3도를 빌려 옵니다.</translation>
    </message>
    <message>
        <source>The minor fourth degree is borrowed from {key} minor.</source>
        <translation>{key} 단조에서 마이너 4도를 빌려 옵니다.</translation>
    </message>
    <message>
        <source>The mode {mode} needs a prompt with notes: choose one.</source>
        <translation>{mode} 모드에는 음표가 있는 프롬프트가 필요합니다. 프롬프트를 고르세요.</translation>
    </message>
    <message>
        <source>The name of a style has 1 to {most} signs; choose another one than &apos;{name}&apos;.</source>
        <translation>스타일 이름은 1~{most}자여야 합니다. &apos;{name}&apos; 말고 다른 이름을 고르세요.</translation>
    </message>
    <message>
        <source>The palette has a style &apos;{name}&apos; already; choose another name for yours.</source>
        <translation>팔레트에 이미 &apos;{name}&apos; 스타일이 있습니다. 다른 이름을 고르세요.</translation>
    </message>
    <message>
        <source>The palette of {checkpoint} has no &apos;{style}&apos;: leave out --init, or these pieces.</source>
        <translation>{checkpoint}의 팔레트에 &apos;{style}&apos;이(가) 없습니다. --init을 빼거나 그 곡들을 빼세요.</translation>
    </message>
    <message>
        <source>The pieces of {dataset} do not fit into memory; --resident 4 keeps four shards of them at a time.</source>
        <translation>{dataset}의 곡이 메모리에 다 들어가지 않습니다. --resident 4를 쓰면 한 번에 네 조각만 올립니다.</translation>
    </message>
    <message>
        <source>The pieces of {dataset} do not fit into memory; give a lower --resident than {resident}.</source>
        <translation>{dataset}의 곡이 메모리에 다 들어가지 않습니다. --resident를 {resident}보다 낮추세요.</translation>
    </message>
    <message>
        <source>The progression holds no chords; write bars like &quot;Dm7 | G7 | Cmaj7 | %&quot;.</source>
        <translation>코드 진행에 코드가 없습니다. &quot;Dm7 | G7 | Cmaj7 | %&quot;처럼 마디를 쓰세요.</translation>
    </message>
    <message>
        <source>The project could not be saved to {path} ({reason}); choose another folder or free some space.</source>
        <translation>프로젝트를 {path}에 저장하지 못했습니다({reason}). 다른 폴더를 고르거나 공간을 비우세요.</translation>
    </message>
    <message>
        <source>The recipe says nothing of the {stage}: give --init CHECKPOINT, whose networks it keeps.</source>
        <translation>레시피에 {stage} 단계가 없습니다. 그 네트워크를 지킬 체크포인트를 정하세요(--init).</translation>
    </message>
    <message>
        <source>The recipe {name} cannot be read ({error}); choose another file.</source>
        <translation>레시피 {name}을(를) 읽을 수 없습니다({error}). 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The repeats of the chart never end: check its repeat signs and endings.</source>
        <translation>차트의 반복이 끝나지 않습니다. 도돌이표와 엔딩을 확인하세요.</translation>
    </message>
    <message>
        <source>The run in {run} cannot be written ({reason}); check the folder&apos;s permissions and free space, or give another one with --out.</source>
        <translation>학습 폴더 {run}에 쓸 수 없습니다({reason}). 폴더의 권한과 남은 공간을 확인하거나 다른 폴더를 정하세요(--out).</translation>
    </message>
    <message>
        <source>The run in {run} learns from {roles}, not from {wanted}; give another folder with --out.</source>
        <translation>{run}의 학습은 {wanted}이(가) 아니라 {roles}에서 배웁니다. --out으로 다른 폴더를 지정하세요.</translation>
    </message>
    <message>
        <source>The second half becomes the dominant of {goal} and pulls to it.</source>
        <translation>뒤쪽 절반이 {goal}의 도미넌트가 되어 그 코드로 이끕니다.</translation>
    </message>
    <message>
        <source>The settings could not be saved to {file} ({reason}); make the folder writable.</source>
        <translation>설정을 {file}에 저장하지 못했습니다({reason}). 폴더에 쓸 수 있게 하세요.</translation>
    </message>
    <message>
        <source>The style &apos;{name}&apos; does not fit this model; train it again on this one.</source>
        <translation>스타일 &apos;{name}&apos;이(가) 이 모델에 맞지 않습니다. 이 모델로 다시 학습하세요.</translation>
    </message>
    <message>
        <source>The style &apos;{name}&apos; has been removed; choose another one.</source>
        <translation>스타일 &apos;{name}&apos;은(는) 지워졌습니다. 다른 스타일을 고르세요.</translation>
    </message>
    <message>
        <source>The style {path} cannot be read ({reason}); choose another file.</source>
        <translation>스타일 {path}을(를) 읽을 수 없습니다({reason}). 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The style {path} could not be written ({reason}); free some space or check the folder.</source>
        <translation>스타일 {path}을(를) 쓰지 못했습니다({reason}). 공간을 비우거나 폴더를 확인하세요.</translation>
    </message>
    <message>
        <source>The style {path} is damaged; copy it again.</source>
        <translation>스타일 {path}이(가) 손상되었습니다. 다시 복사하세요.</translation>
    </message>
    <message>
        <source>The style {path} is from another version of TatumFlow; update TatumFlow to use it.</source>
        <translation>스타일 {path}은(는) 다른 버전의 TatumFlow에서 왔습니다. 쓰려면 TatumFlow를 업데이트하세요.</translation>
    </message>
    <message>
        <source>The way home to {goal} leads through all keys a major third apart, each reached by its own dominant.</source>
        <translation>{goal}(으)로 돌아가는 길에 장3도씩 떨어진 조를 모두 지나며, 조마다 자기 도미넌트로 들어갑니다.</translation>
    </message>
    <message>
        <source>The weight of a style must be between 0 and 1, not {weight:g}.</source>
        <translation>스타일의 비중은 0~1 사이여야 하는데 {weight:g}입니다.</translation>
    </message>
    <message>
        <source>The weight of style &apos;{name}&apos; must be between 0 and 1, not {weight:g}.</source>
        <translation>스타일 &apos;{name}&apos;의 비중은 0~1 사이여야 하는데 {weight:g}입니다.</translation>
    </message>
    <message>
        <source>The weights {path} that chords are heard with cannot be read ({error}); install TatumFlow again.</source>
        <translation>코드를 듣는 데 쓰는 가중치 {path}을(를) 읽을 수 없습니다({error}). TatumFlow를 다시 설치하세요.</translation>
    </message>
    <message>
        <source>The weights {path} that roles are told with cannot be read ({error}); install TatumFlow again.</source>
        <translation>역할을 가려내는 데 쓰는 가중치 {path}을(를) 읽을 수 없습니다({error}). TatumFlow를 다시 설치하세요.</translation>
    </message>
    <message>
        <source>The {roles} in {folder} is {beats} beats long in all, a style needs at least {least}; learn from more of the music, or add files.</source>
        <translation>{folder}에서 {roles}은(는) 모두 {beats}박입니다. 스타일에는 {least}박 이상이 필요하니 음악의 더 많은 부분에서 배우거나 파일을 더하세요.</translation>
    </message>
    <message>
        <source>There are no MIDI files in {root}; name the folder that holds them.</source>
        <translation>{root}에 MIDI 파일이 없습니다. MIDI 파일이 든 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>There are no notes to find a beat in; give a clip with notes.</source>
        <translation>박을 찾을 음표가 없습니다. 음표가 있는 클립을 고르세요.</translation>
    </message>
    <message>
        <source>There are {count} tunes in {place} ({titles} ...): share one tune by itself.</source>
        <translation>{place}에 {count}곡이 들어 있습니다({titles} …). 한 곡만 따로 공유하세요.</translation>
    </message>
    <message>
        <source>There is no checkpoint at {folder} ({reason}); choose another with --checkpoint, or install TatumFlow again.</source>
        <translation>{folder}에 모델이 없습니다({reason}). TatumFlow를 다시 설치하세요.</translation>
    </message>
    <message>
        <source>There is no device &apos;{device}&apos;; choose one of {devices}.</source>
        <translation>&apos;{device}&apos;(이)라는 장치는 없습니다. 다음 가운데 고르세요: {devices}.</translation>
    </message>
    <message>
        <source>There is no device &apos;{name}&apos;; choose from {devices}.</source>
        <translation>&apos;{name}&apos;(이)라는 리하모니 기법은 없습니다. 다음 가운데 고르세요: {devices}.</translation>
    </message>
    <message>
        <source>There is no factor &apos;{factor}&apos; to lock; choose among {factors}.</source>
        <translation>잠글 수 있는 요소에 &apos;{factor}&apos;은(는) 없습니다. 다음 가운데 고르세요: {factors}.</translation>
    </message>
    <message>
        <source>There is no feel &apos;{name}&apos;; choose among {feels}.</source>
        <translation>&apos;{name}&apos;(이)라는 리듬감은 없습니다. 다음 가운데 고르세요: {feels}.</translation>
    </message>
    <message>
        <source>There is no folder {folder}; name the one that holds your MIDI files.</source>
        <translation>폴더 {folder}이(가) 없습니다. MIDI 파일이 든 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>There is no form &apos;{name}&apos;; choose one of {forms}.</source>
        <translation>&apos;{name}&apos;(이)라는 형식은 없습니다. 다음 가운데 고르세요: {forms}.</translation>
    </message>
    <message>
        <source>There is no personal style &apos;{name}&apos; in {folder}; installed: {have}.</source>
        <translation>{folder}에 개인 스타일 &apos;{name}&apos;이(가) 없습니다. 설치된 스타일: {have}.</translation>
    </message>
    <message>
        <source>There is no recipe &apos;{name}&apos;; choose one of {known}.</source>
        <translation>&apos;{name}&apos;(이)라는 레시피는 없습니다. 다음 가운데 고르세요: {known}.</translation>
    </message>
    <message>
        <source>There is no role &apos;{name}&apos;; choose among {roles} (several joined by +).</source>
        <translation>&apos;{name}&apos;(이)라는 역할은 없습니다. 다음 가운데 고르세요(여럿은 +로 잇습니다): {roles}.</translation>
    </message>
    <message>
        <source>There is no split &apos;{split}&apos;; use one of {splits}.</source>
        <translation>&apos;{split}&apos;(이)라는 분할은 없습니다. 다음 가운데 고르세요: {splits}.</translation>
    </message>
    <message>
        <source>There is no style &apos;{name}&apos;; the palette has {styles}.</source>
        <translation>&apos;{name}&apos;(이)라는 스타일은 없습니다. 팔레트에 있는 스타일: {styles}.</translation>
    </message>
    <message>
        <source>There is too little memory to go on; close other programs, then give the same command again to go on from the last checkpoint.</source>
        <translation>메모리가 모자라 더 나아갈 수 없습니다. 다른 프로그램을 닫고 다시 시작하면 마지막 체크포인트에서 이어집니다.</translation>
    </message>
    <message>
        <source>There is too little memory to learn from even one window at a time; close other programs, then give the same command again to go on from the last checkpoint.</source>
        <translation>메모리가 모자라 한 조각씩도 학습할 수 없습니다. 다른 프로그램을 닫고 다시 시작하면 마지막 체크포인트에서 이어집니다.</translation>
    </message>
    <message>
        <source>This version has no mode &apos;{name}&apos;: choose another one.</source>
        <translation>이 버전에는 &apos;{name}&apos; 모드가 없습니다. 다른 모드를 고르세요.</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>심볼릭 링크가 너무 많이 이어짐</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>열린 파일이 너무 많음</translation>
    </message>
    <message>
        <source>Training a model needs --out RUN, the folder that keeps its state and the result.</source>
        <translation>모델 학습에는 상태와 결과를 담을 폴더가 필요합니다(--out).</translation>
    </message>
    <message>
        <source>While {root} was being read, {gone} was taken away or changed; bring it back or leave it out, then give the same command again.</source>
        <translation>{root}을(를) 읽는 사이에 {gone}이(가) 사라지거나 바뀌었습니다. 되돌려 놓거나 빼 둔 뒤 다시 시작하세요.</translation>
    </message>
    <message>
        <source>backdoor dominant</source>
        <translation>백도어 도미넌트</translation>
    </message>
    <message>
        <source>bar {bar} cannot be read at &quot;{chords}&quot; (sign {place} of the chords).</source>
        <translation>{bar}번째 마디의 &quot;{chords}&quot;을(를) 읽을 수 없습니다(코드의 {place}번째 글자).</translation>
    </message>
    <message>
        <source>bar {bar} repeats bars that are not there.</source>
        <translation>{bar}번째 마디가 없는 마디를 반복합니다.</translation>
    </message>
    <message>
        <source>bar {bar}: {error}</source>
        <translation>{bar}번째 마디: {error}</translation>
    </message>
    <message>
        <source>bars</source>
        <translation>마디 수</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>읽을 수 없음</translation>
    </message>
    <message>
        <source>chord-guidance</source>
        <translation>코드 당김</translation>
    </message>
    <message>
        <source>chords</source>
        <translation>코드</translation>
    </message>
    <message>
        <source>chosen in the settings</source>
        <translation>설정에서 고름</translation>
    </message>
    <message>
        <source>continue</source>
        <translation>이어 쓰기</translation>
    </message>
    <message>
        <source>continue writes new bars, in which nothing can be locked: leave the locks out.</source>
        <translation>이어 쓰기는 새 마디를 쓰므로 잠글 것이 없습니다. 잠금을 푸세요.</translation>
    </message>
    <message>
        <source>creativity</source>
        <translation>창의성</translation>
    </message>
    <message>
        <source>density</source>
        <translation>밀도</translation>
    </message>
    <message>
        <source>diminished passing chord</source>
        <translation>디미니시드 경과 코드</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>같은 파일</translation>
    </message>
    <message>
        <source>dynamics</source>
        <translation>셈여림</translation>
    </message>
    <message>
        <source>empty: no notes</source>
        <translation>음표 없음</translation>
    </message>
    <message>
        <source>guidance</source>
        <translation>스타일 당김</translation>
    </message>
    <message>
        <source>harmony</source>
        <translation>화성</translation>
    </message>
    <message>
        <source>ii-V insertion</source>
        <translation>ii-V 넣기</translation>
    </message>
    <message>
        <source>improvise</source>
        <translation>즉흥 변주</translation>
    </message>
    <message>
        <source>infill</source>
        <translation>마디 다시 쓰기</translation>
    </message>
    <message>
        <source>infill needs the bars to write anew: give --redo-bars or --keep-bars.</source>
        <translation>마디 다시 쓰기에는 새로 쓸 마디가 필요합니다. 마디를 고르세요.</translation>
    </message>
    <message>
        <source>melody</source>
        <translation>선율</translation>
    </message>
    <message>
        <source>miniaudio is not installed</source>
        <translation>miniaudio가 설치되어 있지 않음</translation>
    </message>
    <message>
        <source>miniaudio knows no backend {driver}</source>
        <translation>miniaudio에 {driver} 백엔드가 없음</translation>
    </message>
    <message>
        <source>modal interchange</source>
        <translation>모달 인터체인지</translation>
    </message>
    <message>
        <source>near copy</source>
        <translation>거의 같은 파일</translation>
    </message>
    <message>
        <source>no audio device was found through {drivers}</source>
        <translation>{drivers}에서 오디오 장치를 찾지 못함</translation>
    </message>
    <message>
        <source>no-repeat</source>
        <translation>반복 금지</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>reharmonize needs the chords that are wanted: give --chords, or edit the chord lane.</source>
        <translation>리하모니에는 바라는 코드가 필요합니다. 코드 줄을 고치세요.</translation>
    </message>
    <message>
        <source>rhythm</source>
        <translation>리듬</translation>
    </message>
    <message>
        <source>row {number}: &quot;{text}&quot; is not a place in bars or beats.</source>
        <translation>{number}번째 행: &quot;{text}&quot;은(는) 마디나 박의 위치가 아닙니다.</translation>
    </message>
    <message>
        <source>row {number}: {error}</source>
        <translation>{number}번째 행: {error}</translation>
    </message>
    <message>
        <source>secondary dominant</source>
        <translation>세컨더리 도미넌트</translation>
    </message>
    <message>
        <source>silent ({reasons})</source>
        <translation>무음({reasons})</translation>
    </message>
    <message>
        <source>solo</source>
        <translation>코드 위 솔로</translation>
    </message>
    <message>
        <source>solo needs chords to play over: give --chords, or write them into the chord lane.</source>
        <translation>코드 위 솔로에는 바탕이 될 코드가 필요합니다. 코드 줄에 코드를 쓰세요.</translation>
    </message>
    <message>
        <source>song</source>
        <translation>노래</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>강도</translation>
    </message>
    <message>
        <source>swing</source>
        <translation>스윙</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <source>tempo must be between 20 and 400, not {tempo_bpm:g}.</source>
        <translation>템포는 20~400 사이여야 하는데 {tempo_bpm:g}입니다.</translation>
    </message>
    <message>
        <source>the FluidSynth library is not installed</source>
        <translation>FluidSynth 라이브러리가 설치되어 있지 않음</translation>
    </message>
    <message>
        <source>the table holds no chords: write columns bar, beat and chord.</source>
        <translation>표에 코드가 없습니다. bar, beat, chord 열을 쓰세요.</translation>
    </message>
    <message>
        <source>the table is empty: write one row a bar, or columns bar, beat and chord.</source>
        <translation>표가 비어 있습니다. 마디마다 한 행을 쓰거나 bar, beat, chord 열을 쓰세요.</translation>
    </message>
    <message>
        <source>the whole folder</source>
        <translation>폴더 전체</translation>
    </message>
    <message>
        <source>tinysoundfont is not installed</source>
        <translation>tinysoundfont가 설치되어 있지 않음</translation>
    </message>
    <message>
        <source>too long: more than two hours</source>
        <translation>너무 긺(두 시간 초과)</translation>
    </message>
    <message>
        <source>too short: fewer than 16 notes</source>
        <translation>너무 짧음(음표 16개 미만)</translation>
    </message>
    <message>
        <source>too short: fewer than 4 beats</source>
        <translation>너무 짧음(4박 미만)</translation>
    </message>
    <message>
        <source>top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>training diverged at step {step}; resume from {file} with a lower --rate</source>
        <translation>{step}단계에서 학습이 발산했습니다. 학습률을 낮추어 {file}에서 이어 가세요.</translation>
    </message>
    <message>
        <source>transfer</source>
        <translation>스타일 바꾸기</translation>
    </message>
    <message>
        <source>tritone substitution</source>
        <translation>트라이톤 대리 코드</translation>
    </message>
    <message>
        <source>tune {number}</source>
        <translation>{number}번째 곡</translation>
    </message>
    <message>
        <source>variations</source>
        <translation>변주 수</translation>
    </message>
    <message>
        <source>{count} chords are too many for this field; lengthen it, or write fewer.</source>
        <translation>이 칸에 코드 {count}개는 너무 많습니다. 칸을 늘리거나 코드를 줄이세요.</translation>
    </message>
    <message>
        <source>{count} {reason}</source>
        <translation>{reason} {count}개</translation>
    </message>
    <message>
        <source>{dataset} cannot be created ({reason}); give another folder with --out.</source>
        <translation>{dataset}을(를) 만들 수 없습니다({reason}). 다른 폴더를 정하세요(--out).</translation>
    </message>
    <message>
        <source>{dataset} has no pieces that brought their chords.</source>
        <translation>{dataset}에는 코드가 함께 들어 있는 곡이 없습니다.</translation>
    </message>
    <message>
        <source>{dataset} has no pieces whose roles are known.</source>
        <translation>{dataset}에는 역할이 알려진 곡이 없습니다.</translation>
    </message>
    <message>
        <source>{dataset} has no recording that goes by the title of a chart.</source>
        <translation>{dataset}에는 코드표와 제목이 같은 녹음이 없습니다.</translation>
    </message>
    <message>
        <source>{dataset} is a file; give a folder with --out.</source>
        <translation>{dataset}은(는) 파일입니다. 폴더를 정하세요(--out).</translation>
    </message>
    <message>
        <source>{dataset} is not empty and holds no dataset; give another folder with --out, or add --force.</source>
        <translation>{dataset}은(는) 비어 있지 않고 데이터 세트도 아닙니다. 다른 폴더를 정하거나(--out) --force를 붙이세요.</translation>
    </message>
    <message>
        <source>{dataset} was made from {source}; give another folder with --out, or add --force to replace it.</source>
        <translation>{dataset}은(는) {source}(으)로 만들었습니다. 다른 폴더를 정하거나(--out) --force로 바꾸세요.</translation>
    </message>
    <message>
        <source>{dataset} was written by another version of TatumFlow; run `tatumflow prepare` again.</source>
        <translation>{dataset}은(는) 다른 버전의 TatumFlow가 썼습니다. `tatumflow prepare`를 다시 실행하세요.</translation>
    </message>
    <message>
        <source>{file} could not be removed ({reason}); check its folder.</source>
        <translation>{file}을(를) 지우지 못했습니다({reason}). 폴더를 확인하세요.</translation>
    </message>
    <message>
        <source>{file} does not hold the music that it was made from; give that with --prompt as well.</source>
        <translation>{file}에 바탕이 된 음악이 들어 있지 않습니다. 그 프롬프트도 함께 여세요.</translation>
    </message>
    <message>
        <source>{file} has {notes} notes in {seconds:.1f} seconds: too short to learn from.</source>
        <translation>{file}은(는) {seconds:.1f}초 동안 음표가 {notes}개입니다. 학습하기에 너무 짧습니다.</translation>
    </message>
    <message>
        <source>{file} is nested too deeply to be read.</source>
        <translation>{file}은(는) 너무 깊이 겹쳐 있어 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>{file} is too long for a WAV file, which ends after {hours:.1f} hours: choose .flac or .mp3.</source>
        <translation>{file}은(는) WAV 파일로 담기에는 너무 깁니다. WAV는 {hours:.1f}시간까지입니다. .flac이나 .mp3를 고르세요.</translation>
    </message>
    <message>
        <source>{file} plays the same notes as {same}.</source>
        <translation>{file}은(는) {same}과(와) 음표가 같습니다.</translation>
    </message>
    <message>
        <source>{file} was made in the mode &apos;{mode}&apos;, which this version does not have; update TatumFlow.</source>
        <translation>{file}은(는) 이 버전에 없는 &apos;{mode}&apos; 모드로 만들었습니다. TatumFlow를 업데이트하세요.</translation>
    </message>
    <message>
        <source>{first} and {second} both rewrite the same beats: take one of the two.</source>
        <translation>{first}과(와) {second}이(가) 같은 박을 바꿉니다. 둘 가운데 하나만 고르세요.</translation>
    </message>
    <message>
        <source>{folder} holds no MIDI files (.mid); choose another folder.</source>
        <translation>{folder}에 MIDI 파일(.mid)이 없습니다. 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>{folder} is a file; choose the folder that holds your MIDI files.</source>
        <translation>{folder}은(는) 파일입니다. MIDI 파일이 든 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>{name} cannot be asked for while {factor} is locked: leave one of the two out.</source>
        <translation>{factor}을(를) 잠근 채로는 {name}을(를) 정할 수 없습니다. 둘 가운데 하나를 푸세요.</translation>
    </message>
    <message>
        <source>{name} could not be written to {folder} ({reason}); free some space there.</source>
        <translation>{name}을(를) {folder}에 쓰지 못했습니다({reason}). 그곳의 공간을 비우세요.</translation>
    </message>
    <message>
        <source>{name} has {size} MB, more than any project; choose another file.</source>
        <translation>{name}은(는) {size}MB로, 프로젝트라고 하기에 너무 큽니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} holds no notes; choose a MIDI file with notes in it.</source>
        <translation>{name}에 음표가 없습니다. 음표가 있는 MIDI 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} holds no tracks; choose a MIDI file with notes in it.</source>
        <translation>{name}에 트랙이 없습니다. 음표가 있는 MIDI 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} holds only drums (channel 10); choose a file with pitched notes.</source>
        <translation>{name}에는 드럼(채널 10)만 있습니다. 음높이가 있는 음표가 든 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} is a folder; choose a project file ({suffix}) in it.</source>
        <translation>{name}은(는) 폴더입니다. 그 안의 프로젝트 파일({suffix})을 고르세요.</translation>
    </message>
    <message>
        <source>{name} is cut off inside its header; get a complete copy.</source>
        <translation>{name}의 앞부분이 잘려 있습니다. 온전한 파일을 구하세요.</translation>
    </message>
    <message>
        <source>{name} is damaged or no TatumFlow project; open another copy of it.</source>
        <translation>{name}은(는) 손상되었거나 TatumFlow 프로젝트가 아닙니다. 다른 사본을 여세요.</translation>
    </message>
    <message>
        <source>{name} is damaged; open another copy of it.</source>
        <translation>{name}이(가) 손상되었습니다. 다른 사본을 여세요.</translation>
    </message>
    <message>
        <source>{name} is empty; choose a MIDI file with notes in it.</source>
        <translation>{name}이(가) 비어 있습니다. 음표가 있는 MIDI 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} is larger than {most} MB; choose another file.</source>
        <translation>{name}이(가) {most}MB보다 큽니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} is no TatumFlow project; choose a {suffix} file.</source>
        <translation>{name}은(는) TatumFlow 프로젝트가 아닙니다. {suffix} 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} is not a MIDI file; choose a .mid file.</source>
        <translation>{name}은(는) MIDI 파일이 아닙니다. .mid 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{name} must be between {low:g} and {high:g}, not {value:g}.</source>
        <translation>{name}은(는) {low:g}~{high:g} 사이여야 하는데 {value:g}입니다.</translation>
    </message>
    <message>
        <source>{name} states no time division, so its notes have no times; export it again.</source>
        <translation>{name}에 시간 단위가 없어 음표의 시간을 알 수 없습니다. 다시 내보내세요.</translation>
    </message>
    <message>
        <source>{name} was saved by a newer TatumFlow (file version {version}, this one reads {known}); update TatumFlow to open it.</source>
        <translation>{name}은(는) 더 새로운 TatumFlow로 저장되었습니다(파일 버전 {version}, 여기서는 {known}까지). TatumFlow를 업데이트해 여세요.</translation>
    </message>
    <message>
        <source>{new} comes to {goal} from a whole step below, by the minor fourth degree instead of the dominant.</source>
        <translation>{new}은(는) 도미넌트 대신 마이너 4도를 거쳐 온음 아래에서 {goal}(으)로 들어갑니다.</translation>
    </message>
    <message>
        <source>{new} holds the same third and seventh as {old} and its root falls a semitone to {goal}.</source>
        <translation>{new}은(는) {old}과(와) 3음, 7음이 같고, 근음이 반음 내려가 {goal}(으)로 해결됩니다.</translation>
    </message>
    <message>
        <source>{note} in bar {bar} is a semitone above the {tone} of {chord}</source>
        <translation>{bar}번째 마디의 {note}이(가) {chord}의 {tone}보다 반음 위에 있습니다</translation>
    </message>
    <message>
        <source>{note} in bar {bar} is a semitone below the {tone} of {chord}</source>
        <translation>{bar}번째 마디의 {note}이(가) {chord}의 {tone}보다 반음 아래에 있습니다</translation>
    </message>
    <message>
        <source>{note} in bar {bar} is no note of {chord}</source>
        <translation>{bar}번째 마디의 {note}이(가) {chord}에 어울리지 않습니다</translation>
    </message>
    <message>
        <source>{numerator}/{denominator} is not a meter: write it like 4/4, 3/4 or 7/8.</source>
        <translation>{numerator}/{denominator}은(는) 박자표가 아닙니다. 4/4, 3/4, 7/8처럼 쓰세요.</translation>
    </message>
    <message>
        <source>{old} is prepared by its own ii, so that a cadence moves where one chord stood.</source>
        <translation>{old} 앞에 그 ii 코드를 두어, 코드 하나가 머물던 자리에 종지의 움직임이 생깁니다.</translation>
    </message>
    <message>
        <source>{output} is gone</source>
        <translation>{output} 연결이 끊김</translation>
    </message>
    <message>
        <source>{path} cannot be read ({reason}).</source>
        <translation>{path}을(를) 읽을 수 없습니다({reason}).</translation>
    </message>
    <message>
        <source>{path} cannot be read; run `tatumflow prepare` again.</source>
        <translation>{path}을(를) 읽을 수 없습니다. `tatumflow prepare`를 다시 실행하세요.</translation>
    </message>
    <message>
        <source>{path} cannot be used ({reason}); check permissions and free space, then give the same command again.</source>
        <translation>{path}을(를) 쓸 수 없습니다({reason}). 권한과 남은 공간을 확인한 뒤 다시 시작하세요.</translation>
    </message>
    <message>
        <source>{path} cannot be used any more ({reason}); make room, or bring it back and check its permissions, then give the same command again.</source>
        <translation>{path}을(를) 더는 쓸 수 없습니다({reason}). 공간을 비우거나, 되돌려 놓고 권한을 확인한 뒤 다시 시작하세요.</translation>
    </message>
    <message>
        <source>{path} does not exist; check the name.</source>
        <translation>{path}이(가) 없습니다. 이름을 확인하세요.</translation>
    </message>
    <message>
        <source>{path} has {size} MB, more than any MIDI file needs (limit {most} MB); choose another file.</source>
        <translation>{path}은(는) {size}MB로, MIDI 파일이라고 하기에 너무 큽니다(한도 {most}MB). 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} holds no aligned chords ({error}).</source>
        <translation>{path}에는 맞추어 놓은 코드가 없습니다({error}).</translation>
    </message>
    <message>
        <source>{path} is a folder; choose a MIDI file in it.</source>
        <translation>{path}은(는) 폴더입니다. 그 안의 MIDI 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} is damaged; delete it and run `tatumflow prepare` again.</source>
        <translation>{path}이(가) 손상되었습니다. 지우고 `tatumflow prepare`를 다시 실행하세요.</translation>
    </message>
    <message>
        <source>{path} is missing from the dataset; run `tatumflow prepare` again.</source>
        <translation>{path}이(가) 데이터 세트에 없습니다. `tatumflow prepare`를 다시 실행하세요.</translation>
    </message>
    <message>
        <source>{path} is no table of chord charts ({error}).</source>
        <translation>{path}은(는) 코드표가 아닙니다({error}).</translation>
    </message>
    <message>
        <source>{path} is not a SoundFont: choose a .sf2 or .sf3 file in the settings.</source>
        <translation>{path}은(는) 사운드폰트가 아닙니다. 설정에서 .sf2나 .sf3 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} is not a regular file; choose a MIDI file.</source>
        <translation>{path}은(는) 보통 파일이 아닙니다. MIDI 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} is not a style of TatumFlow or is damaged; choose a {suffix} file.</source>
        <translation>{path}은(는) TatumFlow 스타일이 아니거나 손상되었습니다. {suffix} 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path}: {error}</source>
        <translation>{path}: {error}</translation>
    </message>
    <message>
        <source>{problem}; give --device cpu, or leave --device out to take the best there is.</source>
        <translation>{problem}. 프로세서를 고르거나(--device cpu), 가장 좋은 장치를 쓰도록 자동으로 두세요.</translation>
    </message>
    <message>
        <source>{root} is a file; name the folder that holds your MIDI files.</source>
        <translation>{root}은(는) 파일입니다. MIDI 파일이 든 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>{run} is not empty and holds no run of this kind; give another folder with --out.</source>
        <translation>{run}은(는) 비어 있지 않고 이런 학습도 아닙니다. 다른 폴더를 정하세요(--out).</translation>
    </message>
    <message>
        <source>{title} has notes {quarters} quarters after its start, so its times are damaged; export it again.</source>
        <translation>{title}에 시작에서 4분음표 {quarters}개 뒤의 음표가 있어 시간이 손상된 듯합니다. 다시 내보내세요.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <location filename="../../app/settings_window.py" line="46"/>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="98"/>
        <source>The one that comes with TatumFlow</source>
        <translation>TatumFlow에 들어 있는 것</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="100"/>
        <source>&amp;Choose…</source>
        <translation>고르기(&amp;C)…</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="102"/>
        <source>De&amp;fault</source>
        <translation>기본값(&amp;F)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="54"/>
        <source>C&amp;lose</source>
        <translation>닫기(&amp;L)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="63"/>
        <source>T&amp;heme</source>
        <translation>테마(&amp;H)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="64"/>
        <source>L&amp;anguage</source>
        <translation>언어(&amp;A)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="65"/>
        <source>&amp;Play through</source>
        <translation>재생 출력(&amp;P)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="72"/>
        <source>P&amp;rocesses</source>
        <translation>프로세스(&amp;R)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="73"/>
        <source>Dragged ta&amp;kes</source>
        <translation>끌어 간 테이크(&amp;K)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="88"/>
        <source>The SoundFont</source>
        <translation>사운드폰트</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="90"/>
        <source>MIDI port {name}</source>
        <translation>MIDI 포트 {name}</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="93"/>
        <source>MIDI port {name} (not there now)</source>
        <translation>MIDI 포트 {name} (지금 없음)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="109"/>
        <source>Automatic: processor (CPU)</source>
        <translation>자동: 프로세서(CPU)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="110"/>
        <source>Processor (CPU)</source>
        <translation>프로세서(CPU)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="114"/>
        <source>{device}: none here</source>
        <translation>{device}: 이 컴퓨터에 없음</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="123"/>
        <source>at most </source>
        <translation>최대 </translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="136"/>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="136"/>
        <source>Light or dark</source>
        <translation>밝게 또는 어둡게</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="139"/>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="140"/>
        <source>Language of the window; from the next start on</source>
        <translation>창의 언어; 다음 시작부터 쓰입니다</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="144"/>
        <source>Play through</source>
        <translation>재생 출력</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="145"/>
        <source>The synthesiser of TatumFlow, or an instrument at a MIDI port</source>
        <translation>TatumFlow의 신시사이저, 또는 MIDI 포트의 악기</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="147"/>
        <source>SoundFont</source>
        <translation>사운드폰트</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="147"/>
        <source>The sounds of playback</source>
        <translation>재생에 쓰는 소리</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="150"/>
        <location filename="../../app/settings_window.py" line="207"/>
        <source>Choose a SoundFont</source>
        <translation>사운드폰트 고르기</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="151"/>
        <source>Use a SoundFont of your own (.sf2 or .sf3)</source>
        <translation>가지고 있는 사운드폰트(.sf2 또는 .sf3)를 씁니다</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="155"/>
        <source>Default SoundFont</source>
        <translation>기본 사운드폰트</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="156"/>
        <source>Use the SoundFont that comes with TatumFlow</source>
        <translation>TatumFlow에 들어 있는 사운드폰트를 씁니다</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="160"/>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="169"/>
        <source>Threads</source>
        <translation>스레드</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="170"/>
        <source>Processor threads for the model; from the next start on</source>
        <translation>모델이 쓸 프로세서 스레드 수입니다. 다음에 시작할 때부터 쓰입니다</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="174"/>
        <source>Processes</source>
        <translation>프로세스</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="175"/>
        <source>Two write several takes, or the parts of a solo or song, side by side, in more memory; from the next start on</source>
        <translation>둘이면 여러 테이크나 솔로·곡의 파트를 나란히 만들며 메모리를 더 씁니다. 다음 시작부터 적용됩니다</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="183"/>
        <source>Dragged takes</source>
        <translation>끌어 간 테이크</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="184"/>
        <source>Disk for files that were dragged away; older ones go at the next start</source>
        <translation>끌어 간 파일이 차지할 디스크; 오래된 것은 다음 시작 때 지워집니다</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="186"/>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="186"/>
        <source>Close the settings</source>
        <translation>설정을 닫습니다</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="67"/>
        <source>&amp;SoundFont</source>
        <translation>사운드폰트(&amp;S)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="70"/>
        <source>&amp;Device</source>
        <translation>장치(&amp;D)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="71"/>
        <source>&amp;Threads</source>
        <translation>스레드(&amp;T)</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="75"/>
        <source>Language, device, threads and processes are used from the next start on.</source>
        <translation>언어, 장치, 스레드, 프로세스는 다음 시작부터 적용됩니다.</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="161"/>
        <source>Where music is written, from the next start on; a style is learned where its plan says, by itself on a GPU</source>
        <translation>음악을 쓰는 장치, 다음 시작부터 적용됩니다. 스타일은 계획에서 정한 곳에서 배우며, 정하지 않으면 GPU에서 배웁니다</translation>
    </message>
    <message>
        <location filename="../../app/settings_window.py" line="205"/>
        <source>SoundFonts ({patterns})</source>
        <translation>사운드폰트 ({patterns})</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <location filename="../../app/shortcuts_window.py" line="45"/>
        <source>Press the focused button</source>
        <translation>초점이 있는 단추 누르기</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="45"/>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="46"/>
        <source>Next control</source>
        <translation>다음 컨트롤</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="46"/>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="47"/>
        <source>Set the play position</source>
        <translation>재생 위치 정하기</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="47"/>
        <source>Click the ruler</source>
        <translation>눈금자 누르기</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="48"/>
        <source>Mark a loop</source>
        <translation>반복 구간 표시</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="48"/>
        <source>Drag in the ruler</source>
        <translation>눈금자에서 끌기</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="49"/>
        <source>Zoom time</source>
        <translation>시간 확대·축소</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="49"/>
        <source>Ctrl+wheel</source>
        <translation>Ctrl+휠</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="50"/>
        <source>Zoom pitches</source>
        <translation>음높이 확대·축소</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="50"/>
        <source>Ctrl+Shift+wheel</source>
        <translation>Ctrl+Shift+휠</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="51"/>
        <source>Scroll through time</source>
        <translation>시간 방향으로 이동</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="51"/>
        <source>Shift+wheel</source>
        <translation>Shift+휠</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="52"/>
        <source>Take into the DAW</source>
        <translation>테이크를 DAW로</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="52"/>
        <source>Drag the card of the take</source>
        <translation>테이크 카드 끌기</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="60"/>
        <source>Type a chord</source>
        <translation>코드 적기</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="61"/>
        <source>Double click, Enter, F2</source>
        <translation>두 번 누르기, Enter, F2</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="62"/>
        <source>In the chord lane</source>
        <translation>코드 줄에서</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="64"/>
        <source>Choose a chord</source>
        <translation>코드 고르기</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="64"/>
        <source>Click, Left, Right, Home, End</source>
        <translation>누르기, 왼쪽, 오른쪽, Home, End</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="65"/>
        <source>Move a border</source>
        <translation>경계 옮기기</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="65"/>
        <source>Drag it, Alt+Left, Alt+Right</source>
        <translation>끌기, Alt+왼쪽, Alt+오른쪽</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="66"/>
        <source>Transpose a chord</source>
        <translation>코드 조옮김</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="67"/>
        <source>Split a chord, merge with the next</source>
        <translation>코드 나누기, 다음과 합치기</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="68"/>
        <source>Delete a chord</source>
        <translation>코드 지우기</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="68"/>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="84"/>
        <source>Piano roll</source>
        <translation>피아노 롤</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="85"/>
        <source>Chord lane</source>
        <translation>코드 줄</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="86"/>
        <source>Everywhere</source>
        <translation>어디서나</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="96"/>
        <location filename="../../app/shortcuts_window.py" line="114"/>
        <source>Shortcuts</source>
        <translation>단축키</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="98"/>
        <source>Find a command or a key…</source>
        <translation>명령이나 키 찾기…</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="99"/>
        <source>Find a command or a key</source>
        <translation>명령이나 키 찾기</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="100"/>
        <source>Show only rows that hold this text</source>
        <translation>이 글이 든 줄만 보입니다</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="105"/>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="105"/>
        <source>Keys</source>
        <translation>키</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="105"/>
        <source>What it does</source>
        <translation>하는 일</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="115"/>
        <source>Every keyboard shortcut and pointer gesture</source>
        <translation>모든 단축키와 포인터 동작</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="149"/>
        <source>&amp;New keys</source>
        <translation>새 단축키(&amp;N)</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="155"/>
        <source>New keys</source>
        <translation>새 단축키</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="156"/>
        <source>Press the new keys for the chosen command</source>
        <translation>고른 명령의 새 단축키를 누르세요</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="158"/>
        <source>&amp;Default</source>
        <translation>기본값(&amp;D)</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="159"/>
        <source>Default keys</source>
        <translation>기본 단축키</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="160"/>
        <source>Give the chosen command the keys that it came with</source>
        <translation>고른 명령에 원래 단축키를 돌려줍니다</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="162"/>
        <source>What came of it</source>
        <translation>결과</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="205"/>
        <source>Choose a command in the list.</source>
        <translation>목록에서 명령을 고르세요.</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="233"/>
        <source>Changed.</source>
        <translation>바꾸었습니다.</translation>
    </message>
    <message>
        <location filename="../../app/shortcuts_window.py" line="235"/>
        <source>These keys belong to “{command}”.</source>
        <translation>이 단축키는 “{command}”의 것입니다.</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="319"/>
        <source>Draw a note</source>
        <translation>음표 그리기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="320"/>
        <source>Double click</source>
        <translation>두 번 누르기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="321"/>
        <source>In the piano roll; drag on to make it longer</source>
        <translation>피아노 롤에서. 이어서 끌면 길어집니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="324"/>
        <source>Select notes</source>
        <translation>음표 고르기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="325"/>
        <source>Click, or drag a rectangle</source>
        <translation>누르기, 또는 네모로 끌기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="326"/>
        <source>Shift or Ctrl adds to the selection</source>
        <translation>Shift나 Ctrl은 고른 것에 더합니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="329"/>
        <source>Next, previous note</source>
        <translation>다음, 이전 음표</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="331"/>
        <source>Shift adds it to the selection</source>
        <translation>Shift는 고른 것에 더합니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="334"/>
        <source>Move notes</source>
        <translation>음표 옮기기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="335"/>
        <source>Drag, or arrow keys</source>
        <translation>끌기, 또는 화살표 키</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="336"/>
        <source>Alt does not snap; Shift+drag keeps to one direction</source>
        <translation>Alt는 격자에 붙지 않고, Shift+끌기는 한 방향을 지킵니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="339"/>
        <source>Copy notes</source>
        <translation>음표 복사</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="340"/>
        <source>Ctrl+drag</source>
        <translation>Ctrl+끌기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="341"/>
        <source>Leaves the originals where they are</source>
        <translation>원래 음표는 그 자리에 둡니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="344"/>
        <source>Move by an octave</source>
        <translation>옥타브로 옮기기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="345"/>
        <source>Shift+Up, Shift+Down</source>
        <translation>Shift+위, Shift+아래</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="346"/>
        <source>The selected notes</source>
        <translation>고른 음표</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="349"/>
        <source>Resize notes</source>
        <translation>음표 길이 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="350"/>
        <source>Drag the right end</source>
        <translation>오른쪽 끝 끌기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="351"/>
        <source>Or Shift+Left and Shift+Right</source>
        <translation>또는 Shift+왼쪽과 Shift+오른쪽</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="354"/>
        <source>Louder, softer</source>
        <translation>더 세게, 더 여리게</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="355"/>
        <location filename="../../app/shortcuts_window.py" line="66"/>
        <source>Alt+Up, Alt+Down</source>
        <translation>Alt+위, Alt+아래</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="356"/>
        <source>Or drag a stem in the velocity lane</source>
        <translation>또는 세기 줄에서 막대 끌기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="359"/>
        <source>Velocity ramp</source>
        <translation>세기 기울기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="360"/>
        <source>Drag beside the stems</source>
        <translation>막대 옆에서 끌기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="361"/>
        <source>In the velocity lane; Shift begins one anywhere</source>
        <translation>세기 줄에서. Shift는 어디서나 시작합니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="364"/>
        <source>Delete a note</source>
        <translation>음표 하나 지우기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="365"/>
        <source>Double click on it</source>
        <translation>음표를 두 번 누르기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="366"/>
        <source>Or press on it with the eraser</source>
        <translation>또는 지우개로 누르기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="369"/>
        <source>Menu of notes or bars</source>
        <translation>음표나 마디의 메뉴</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="370"/>
        <source>Right click</source>
        <translation>오른쪽 단추</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="371"/>
        <source>Split where the pointer is, roles, bars; or the Menu key</source>
        <translation>가리킨 곳에서 나누기, 역할, 마디. 메뉴 키로도 됩니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="374"/>
        <source>Move the play position</source>
        <translation>재생 위치 옮기기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="375"/>
        <source>Page Up, Page Down</source>
        <translation>Page Up, Page Down</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="376"/>
        <source>By a bar; with Shift by a grid line</source>
        <translation>한 마디씩. Shift와 함께 격자선 하나씩</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="379"/>
        <source>Mark bars to write anew</source>
        <translation>새로 쓸 마디 표시</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="380"/>
        <source>Shift+drag in the ruler</source>
        <translation>눈금자에서 Shift+끌기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="381"/>
        <source>Right click in it offers to do so</source>
        <translation>눈금자에서 오른쪽 단추로도 할 수 있습니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="384"/>
        <source>Lock bars</source>
        <translation>마디 잠그기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="385"/>
        <source>Click or drag in the lock lane</source>
        <translation>잠금 줄에서 클릭하거나 끌기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="386"/>
        <source>There 1 to 4 lock harmony, melody, rhythm, dynamics; Delete unlocks</source>
        <translation>거기서 1~4는 화성, 선율, 리듬, 셈여림을 잠그고 Delete는 잠금을 풉니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="389"/>
        <source>Hear a pitch</source>
        <translation>음높이 듣기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="390"/>
        <source>Press a key of the keyboard</source>
        <translation>건반의 키 누르기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="391"/>
        <source>Slide to hear others</source>
        <translation>미끄러뜨리면 다른 음이 들립니다</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="394"/>
        <source>Move the view</source>
        <translation>화면 옮기기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="395"/>
        <source>Drag with the middle button</source>
        <translation>가운데 단추로 끌기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/note_actions.py" line="396"/>
        <source>Or arrow keys while nothing is selected</source>
        <translation>또는 고른 것이 없을 때 화살표 키</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <location filename="../../app/clip_opening.py" line="53"/>
        <location filename="../../app/controller.py" line="141"/>
        <source>Reading the file…</source>
        <translation>파일을 읽는 중…</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="251"/>
        <source>Starting…</source>
        <translation>시작하는 중…</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="447"/>
        <source>Writing the notes…</source>
        <translation>음표를 쓰는 중…</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="448"/>
        <source>Shaping the phrases…</source>
        <translation>프레이즈를 다듬는 중…</translation>
    </message>
    <message>
        <location filename="../../app/clip_opening.py" line="55"/>
        <location filename="../../app/clip_opening.py" line="56"/>
        <source>Finding the beat…</source>
        <translation>박을 찾는 중…</translation>
    </message>
    <message>
        <location filename="../../app/clip_opening.py" line="58"/>
        <source>Telling the hands apart…</source>
        <translation>성부를 나누는 중…</translation>
    </message>
    <message>
        <location filename="../../app/clip_opening.py" line="60"/>
        <source>Naming the chords…</source>
        <translation>코드를 알아내는 중…</translation>
    </message>
</context>
<context>
    <name>StyleMixer</name>
    <message>
        <location filename="../../app/inspector/panel.py" line="78"/>
        <source>0 stays close to the prompt&apos;s own material, 100 roams freely</source>
        <translation>0이면 프롬프트의 소재에 가깝고 100이면 자유롭습니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="86"/>
        <source>Bars to write</source>
        <translation>쓸 마디 수</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="87"/>
        <source>Length of a take in bars</source>
        <translation>테이크의 길이(마디)</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="93"/>
        <source>Takes to write</source>
        <translation>쓸 테이크 수</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="94"/>
        <source>How many takes one Generate writes</source>
        <translation>한 번 생성할 때 쓰는 테이크 수</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="42"/>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="43"/>
        <source>The same prompt, settings and seed give the same notes; typing one locks it</source>
        <translation>프롬프트와 설정과 시드가 같으면 같은 음표가 나옵니다. 직접 입력하면 잠깁니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="47"/>
        <source>Roll the seed</source>
        <translation>시드 굴리기</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="48"/>
        <source>Choose another random seed (Ctrl+R)</source>
        <translation>다른 임의의 시드를 고릅니다 (Ctrl+R)</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="52"/>
        <source>Lock the seed</source>
        <translation>시드 잠그기</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="53"/>
        <source>Keep this seed; unlocked, each Generate rolls a new one</source>
        <translation>이 시드를 유지합니다. 잠그지 않으면 생성할 때마다 새로 굴립니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="72"/>
        <source>First prompt bar</source>
        <translation>프롬프트 첫 마디</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="73"/>
        <source>The first bar that takes build on</source>
        <translation>테이크가 바탕으로 삼는 첫 마디</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="79"/>
        <source>Last prompt bar</source>
        <translation>프롬프트 끝 마디</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="80"/>
        <source>The bar after which takes begin</source>
        <translation>이 마디 다음부터 테이크가 시작됩니다</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="89"/>
        <source>Ge&amp;nerate</source>
        <translation>생성(&amp;N)</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="186"/>
        <source>Ta&amp;kes</source>
        <translation>테이크 수(&amp;K)</translation>
    </message>
    <message>
        <location filename="../../app/inspector/sampling.py" line="119"/>
        <source>&amp;Seed</source>
        <translation>시드(&amp;S)</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="91"/>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="93"/>
        <source>&amp;Cancel</source>
        <translation>취소(&amp;C)</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="94"/>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="98"/>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="99"/>
        <source>How far the work under way is</source>
        <translation>진행 중인 작업이 얼마나 되었는지 보여 줍니다</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="40"/>
        <source>St&amp;yle</source>
        <translation>스타일(&amp;Y)</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="60"/>
        <source>Sliders</source>
        <translation>슬라이더</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="61"/>
        <source>Pad</source>
        <translation>패드</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="63"/>
        <source>Mix any number of styles, each with its slider</source>
        <translation>스타일마다 슬라이더로 몇 개든 섞습니다</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="64"/>
        <source>Move between up to four styles</source>
        <translation>최대 네 스타일 사이를 오갑니다</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="80"/>
        <location filename="../../app/style_mixer/panel.py" line="83"/>
        <source>Live</source>
        <translation>라이브</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="85"/>
        <source>Write the take that is shown anew at every movement, with the same seed</source>
        <translation>움직일 때마다 보이는 테이크를 같은 시드로 새로 씁니다</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="94"/>
        <source>Style of a file…</source>
        <translation>파일의 스타일…</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="95"/>
        <source>Style of a file</source>
        <translation>파일의 스타일</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="97"/>
        <source>Read the style off a MIDI file; a file can be dropped here as well</source>
        <translation>MIDI 파일에서 스타일을 읽습니다. 파일을 여기에 끌어다 놓아도 됩니다</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="102"/>
        <source>Look for my styles</source>
        <translation>내 스타일 찾기</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="103"/>
        <source>Look again for styles that you have trained</source>
        <translation>내가 학습시킨 스타일을 다시 찾습니다</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="140"/>
        <source>{ms} ms</source>
        <translation>{ms}ms</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/panel.py" line="152"/>
        <source>{count} mixed</source>
        <translation>{count}개 섞음</translation>
    </message>
    <message>
        <location filename="../../app/inspector/panel.py" line="77"/>
        <source>C&amp;reativity</source>
        <translation>창의성(&amp;R)</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="181"/>
        <source>&amp;Prompt, from bar</source>
        <translation>프롬프트 첫 마디(&amp;P)</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="182"/>
        <source>to bar</source>
        <translation>끝 마디</translation>
    </message>
    <message>
        <location filename="../../app/inspector/basics.py" line="184"/>
        <source>&amp;Bars to write</source>
        <translation>쓸 마디 수(&amp;B)</translation>
    </message>
    <message>
        <location filename="../../app/inspector/link.py" line="50"/>
        <source>Reading the style of {file}…</source>
        <translation>{file}의 스타일을 읽는 중…</translation>
    </message>
    <message>
        <location filename="../../app/inspector/link.py" line="70"/>
        <source>Read the Style of MIDI Files</source>
        <translation>MIDI 파일의 스타일 읽기</translation>
    </message>
    <message>
        <location filename="../../app/inspector/link.py" line="72"/>
        <source>MIDI files ({patterns})</source>
        <translation>MIDI 파일 ({patterns})</translation>
    </message>
    <message>
        <location filename="../../app/inspector/link.py" line="104"/>
        <source>The style of {file} is in the mix now.</source>
        <translation>{file}의 스타일이 이제 믹스에 있습니다.</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/pad.py" line="43"/>
        <source>Style pad</source>
        <translation>스타일 패드</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/pad.py" line="45"/>
        <source>Drag towards a corner to hear more of its style; arrow keys move, Home centres</source>
        <translation>모서리로 끌면 그 스타일이 더 들립니다. 화살표 키로 옮기고 Home은 가운데입니다</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/pad.py" line="52"/>
        <source>Shares of the corners: {shares}</source>
        <translation>모서리의 비율: {shares}</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/pad.py" line="166"/>
        <source>Style at the top left</source>
        <translation>왼쪽 위 스타일</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/pad.py" line="167"/>
        <source>Style at the top right</source>
        <translation>오른쪽 위 스타일</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/pad.py" line="168"/>
        <source>Style at the bottom left</source>
        <translation>왼쪽 아래 스타일</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/pad.py" line="169"/>
        <source>Style at the bottom right</source>
        <translation>오른쪽 아래 스타일</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/pad.py" line="171"/>
        <source>The style of this corner; a corner left to the prompt sounds like the prompt</source>
        <translation>이 모서리의 스타일. 프롬프트에 맡긴 모서리는 프롬프트처럼 들립니다</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/pad.py" line="210"/>
        <source>The prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/palette.py" line="32"/>
        <source>{style} (mine)</source>
        <translation>{style}(내 것)</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/palette.py" line="34"/>
        <source>{style}: read off a file</source>
        <translation>{style}: 파일에서 읽음</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/palette.py" line="35"/>
        <source>{style}: your own style</source>
        <translation>{style}: 내 스타일</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/palette.py" line="42"/>
        <source>Weight of {style}</source>
        <translation>{style}의 비중</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/palette.py" line="43"/>
        <source>How much of {style} goes into the mix, 0 to 100</source>
        <translation>{style}을(를) 얼마나 섞을지, 0에서 100까지</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/palette.py" line="53"/>
        <source>Remove {style}</source>
        <translation>{style} 빼기</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/palette.py" line="54"/>
        <source>Take this file&apos;s style out of the mix</source>
        <translation>이 파일의 스타일을 믹스에서 뺍니다</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/palette.py" line="98"/>
        <source>Find a style…</source>
        <translation>스타일 찾기…</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/palette.py" line="99"/>
        <source>Find a style</source>
        <translation>스타일 찾기</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/palette.py" line="100"/>
        <source>Show only styles whose name has these letters</source>
        <translation>이름에 이 글자가 든 스타일만 보입니다</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="46"/>
        <source>Other Chords</source>
        <translation>다른 코드</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="54"/>
        <source>Reharmonisations</source>
        <translation>리하모니 제안</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="55"/>
        <source>Tick one to take it; Space ticks, untick to leave it</source>
        <translation>받아들이려면 체크하세요. 스페이스로 체크하고, 체크를 풀면 그대로 둡니다</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="69"/>
        <source>Reason</source>
        <translation>까닭</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="70"/>
        <source>&amp;Listen</source>
        <translation>듣기(&amp;L)</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="71"/>
        <source>Play the lane with this change, from the bar before it</source>
        <translation>이 변화와 함께 앞 마디부터 코드 줄을 재생합니다</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="72"/>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="73"/>
        <source>What is ticked stays</source>
        <translation>체크한 것이 남습니다</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="78"/>
        <source>No device of reharmonisation applies to these chords.</source>
        <translation>이 코드들에 맞는 리하모니 기법이 없습니다.</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="110"/>
        <source>Bar {bar}: {old} → {new} · {device}</source>
        <translation>마디 {bar}: {old} → {new} · {device}</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="118"/>
        <source> · rubs {count}×</source>
        <translation> · 부딪힘 {count}번</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="130"/>
        <source> and {count} more</source>
        <translation> 외 {count}개</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="131"/>
        <source>Against the melody: {clashes}.</source>
        <translation>선율과 부딪힘: {clashes}.</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="133"/>
        <source>No note of the melody rubs against it.</source>
        <translation>선율과 부딪히는 음이 없습니다.</translation>
    </message>
</context>
<context>
    <name>Take</name>
    <message>
        <location filename="../../app/take_names.py" line="14"/>
        <source>Take {number}</source>
        <translation>테이크 {number}</translation>
    </message>
    <message>
        <location filename="../../app/takes/card.py" line="161"/>
        <source>Play</source>
        <translation>재생</translation>
    </message>
    <message>
        <location filename="../../app/takes/card.py" line="162"/>
        <source>Star</source>
        <translation>별표</translation>
    </message>
    <message>
        <location filename="../../app/takes/card.py" line="64"/>
        <source>Mark this take as a favourite</source>
        <translation>이 테이크를 즐겨찾기로 표시합니다</translation>
    </message>
    <message>
        <location filename="../../app/takes/card.py" line="63"/>
        <source>Loop this take; again to stop</source>
        <translation>이 테이크를 반복합니다. 다시 누르면 멈춥니다</translation>
    </message>
    <message>
        <location filename="../../app/takes/card.py" line="67"/>
        <source>More: rename, colour, audio, copy …</source>
        <translation>더 보기: 이름, 색, 오디오, 복사 …</translation>
    </message>
    <message>
        <location filename="../../app/takes/card.py" line="154"/>
        <source>Click shows it, double click renames it, a drag takes it into your DAW.</source>
        <translation>누르면 보이고, 두 번 누르면 이름을 바꾸며, 끌면 DAW로 가져갑니다.</translation>
    </message>
    <message>
        <location filename="../../app/takes/card.py" line="163"/>
        <source>Save as</source>
        <translation>다른 이름으로 저장</translation>
    </message>
    <message>
        <location filename="../../app/takes/card.py" line="66"/>
        <source>Save this take as a MIDI file</source>
        <translation>이 테이크를 MIDI 파일로 저장합니다</translation>
    </message>
    <message>
        <location filename="../../app/takes/card.py" line="164"/>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <location filename="../../app/takes/card.py" line="165"/>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <location filename="../../app/takes/card.py" line="68"/>
        <source>Delete this take; undo brings it back</source>
        <translation>이 테이크를 삭제합니다. 실행 취소로 되살릴 수 있습니다</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="26"/>
        <source>{bars} bars · {notes} notes</source>
        <translation>{bars}마디 · 음표 {notes}개</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="35"/>
        <source>from {parent}</source>
        <translation>{parent}에서</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="48"/>
        <source>unfinished</source>
        <translation>덜 쓴 테이크</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="53"/>
        <source>⚠ {notes} known</source>
        <translation>⚠ 아는 음표 {notes}개</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="54"/>
        <source>match {notes}</source>
        <translation>일치 {notes}</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="54"/>
        <source>original</source>
        <translation>새로움</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="63"/>
        <source>no eight notes in a row stand like this in the music the model learned from</source>
        <translation>모델이 배운 음악에 이렇게 이어지는 음표 여덟 개가 없습니다</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="66"/>
        <source>longest match with the music the model learned from: {notes} notes, bars {first} to {last}</source>
        <translation>모델이 배운 음악과 가장 길게 일치하는 곳: 음표 {notes}개, 마디 {first}–{last}</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="84"/>
        <source>from bar {bar} on, notes are older: the live change was not written to its end</source>
        <translation>{bar}마디부터 이전 음이 남아 있습니다. 실시간 변경이 끝까지 쓰이지 않았습니다</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="94"/>
        <source>{mode}, seed {seed}</source>
        <translation>{mode}, 시드 {seed}</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="95"/>
        <source>notes changed by hand</source>
        <translation>손으로 고친 음표</translation>
    </message>
    <message>
        <location filename="../../app/takes/facts.py" line="97"/>
        <source>marked {colour}</source>
        <translation>{colour} 표시</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="46"/>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="47"/>
        <source>Red</source>
        <translation>빨강</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="48"/>
        <source>Orange</source>
        <translation>주황</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="49"/>
        <source>Yellow</source>
        <translation>노랑</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="50"/>
        <source>Green</source>
        <translation>초록</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="51"/>
        <source>Blue</source>
        <translation>파랑</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="52"/>
        <source>Purple</source>
        <translation>보라</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="67"/>
        <source>&amp;Loop It With Its Lead-In</source>
        <translation>앞부분과 함께 반복(&amp;L)</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="68"/>
        <source>&amp;Rename…</source>
        <translation>이름 바꾸기(&amp;R)…</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="70"/>
        <source>Save as &amp;MIDI…</source>
        <translation>MIDI로 저장(&amp;M)…</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="71"/>
        <source>Save &amp;One File for Each Role…</source>
        <translation>역할마다 한 파일씩 저장(&amp;O)…</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="72"/>
        <source>Save as &amp;Audio…</source>
        <translation>오디오로 저장(&amp;A)…</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="73"/>
        <source>&amp;Copy as a File</source>
        <translation>파일로 복사(&amp;C)</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="74"/>
        <source>Show in File Mana&amp;ger</source>
        <translation>파일 관리자에서 보기(&amp;G)</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="76"/>
        <source>Continue &amp;From This Take</source>
        <translation>이 테이크에서 이어 쓰기(&amp;F)</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="77"/>
        <source>Write the Marked &amp;Bars Anew</source>
        <translation>표시한 마디 새로 쓰기(&amp;B)</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="78"/>
        <source>Show the Take It Was Made From</source>
        <translation>이 테이크의 바탕이 된 테이크 보기</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="80"/>
        <source>&amp;Delete</source>
        <translation>지우기(&amp;D)</translation>
    </message>
    <message>
        <location filename="../../app/takes/menu.py" line="89"/>
        <source>Mar&amp;k With a Colour</source>
        <translation>색으로 표시(&amp;K)</translation>
    </message>
    <message>
        <location filename="../../app/takes/name_edit.py" line="22"/>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <location filename="../../app/takes/name_edit.py" line="23"/>
        <source>Enter keeps the name, Esc the old one; an empty name is the number again</source>
        <translation>Enter는 이 이름, Esc는 예전 이름입니다. 비우면 다시 번호가 됩니다</translation>
    </message>
    <message>
        <location filename="../../app/takes/parts.py" line="72"/>
        <source>Lead of {take}</source>
        <translation>{take}의 멜로디</translation>
    </message>
    <message>
        <location filename="../../app/takes/parts.py" line="73"/>
        <source>Chords of {take}</source>
        <translation>{take}의 코드</translation>
    </message>
    <message>
        <location filename="../../app/takes/parts.py" line="74"/>
        <source>Bass of {take}</source>
        <translation>{take}의 베이스</translation>
    </message>
    <message>
        <location filename="../../app/takes/parts.py" line="77"/>
        <source>{role}: drag only these notes into your DAW</source>
        <translation>{role}: 이 음표만 DAW로 끌어다 놓습니다</translation>
    </message>
    <message>
        <location filename="../../app/takes/parts.py" line="87"/>
        <source>L</source>
        <translation>멜</translation>
    </message>
    <message>
        <location filename="../../app/takes/parts.py" line="88"/>
        <source>C</source>
        <translation>코</translation>
    </message>
    <message>
        <location filename="../../app/takes/parts.py" line="89"/>
        <source>B</source>
        <translation>베</translation>
    </message>
</context>
<context>
    <name>Takes</name>
    <message>
        <location filename="../../app/takes/strip.py" line="46"/>
        <source>Takes</source>
        <translation>테이크</translation>
    </message>
    <message>
        <location filename="../../app/takes/strip.py" line="49"/>
        <source>Drag a card into your DAW, or a letter for one role · A compares two takes</source>
        <translation>카드를, 또는 글자로 한 역할만 DAW로 끌어다 놓으세요 · A로 두 테이크를 비교합니다</translation>
    </message>
    <message>
        <location filename="../../app/takes/strip.py" line="71"/>
        <source>Takes appear here. Press Generate to write the first ones.</source>
        <translation>테이크가 여기에 나타납니다. 생성을 눌러 첫 테이크를 쓰세요.</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <location filename="../../app/tour.py" line="33"/>
        <source>1 of 3 · Begin with a few bars</source>
        <translation>1/3 · 몇 마디로 시작하기</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="34"/>
        <source>Open the demo prompt, or drop a MIDI file of your own into the window.</source>
        <translation>데모 프롬프트를 열거나 내 MIDI 파일을 창에 끌어다 놓으세요.</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="35"/>
        <source>Open the Demo Prompt</source>
        <translation>데모 프롬프트 열기</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="39"/>
        <source>2 of 3 · Have takes written</source>
        <translation>2/3 · 테이크 쓰게 하기</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="40"/>
        <source>Generate continues the prompt; each result becomes a card below the roll.</source>
        <translation>생성을 누르면 프롬프트를 이어 갑니다. 결과마다 롤 아래에 카드가 생깁니다.</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="41"/>
        <source>Write Takes</source>
        <translation>테이크 쓰기</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="45"/>
        <source>3 of 3 · Listen, and take it with you</source>
        <translation>3/3 · 듣고 가져가기</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="46"/>
        <source>Space plays and stops. Drag a card into your DAW, or move the style sliders and go on.</source>
        <translation>스페이스로 재생하고 멈춥니다. 카드를 DAW로 끌거나 스타일 슬라이더를 움직여 계속하세요.</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="47"/>
        <source>Play the Take</source>
        <translation>테이크 재생</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="76"/>
        <source>Leave the tour</source>
        <translation>둘러보기 나가기</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="77"/>
        <source>Leave the tour; Help shows it again</source>
        <translation>둘러보기를 나갑니다. 도움말에서 다시 볼 수 있습니다</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="119"/>
        <source>Done</source>
        <translation>마침</translation>
    </message>
    <message>
        <location filename="../../app/tour.py" line="122"/>
        <source>End the tour</source>
        <translation>둘러보기를 마칩니다</translation>
    </message>
</context>
<context>
    <name>Train</name>
    <message>
        <location filename="../../app/wizard/drop_area.py" line="35"/>
        <source>Drop a folder of MIDI files here</source>
        <translation>MIDI 파일이 든 폴더를 여기에 놓으세요</translation>
    </message>
    <message>
        <location filename="../../app/wizard/drop_area.py" line="38"/>
        <source>TatumFlow learns how they sound and adds that to the mixer as a style of your own.
Ten to fifty pieces of one player or one kind of music work best; nothing leaves this computer.</source>
        <translation>TatumFlow가 그 소리를 배워 내 스타일로 믹서에 더합니다.
한 연주자나 한 종류의 음악 열 곡에서 쉰 곡이 가장 좋습니다. 아무것도 이 컴퓨터를 떠나지 않습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/drop_area.py" line="48"/>
        <source>Choose a Folder…</source>
        <translation>폴더 고르기…</translation>
    </message>
    <message>
        <location filename="../../app/wizard/drop_area.py" line="49"/>
        <source>Choose a folder</source>
        <translation>폴더 고르기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/drop_area.py" line="50"/>
        <source>Choose the folder that holds your MIDI files</source>
        <translation>MIDI 파일이 든 폴더를 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="34"/>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="35"/>
        <source>Exactly so many steps instead of as many as fit the time</source>
        <translation>시간에 맞추는 대신 정확히 이만큼의 단계를 밟습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="39"/>
        <source>by the time</source>
        <translation>시간에 맞춤</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="43"/>
        <source>Size of the adapter (rank)</source>
        <translation>어댑터의 크기(랭크)</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="44"/>
        <source>How much the style may change; larger learns more and forgets more</source>
        <translation>스타일이 바꿀 수 있는 폭. 클수록 더 배우고 더 잊습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="51"/>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="52"/>
        <source>How big a step is; lower it if the curves jump</source>
        <translation>한 걸음의 크기. 곡선이 튀면 낮추세요</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="60"/>
        <source>Patience</source>
        <translation>인내</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="61"/>
        <source>Checkpoints without a gain on held-back music before learning ends by itself</source>
        <translation>남겨 둔 음악에서 나아지지 않아도 기다릴 체크포인트 수. 지나면 저절로 끝납니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="65"/>
        <source>never</source>
        <translation>안 함</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="69"/>
        <source>Prompts to measure with</source>
        <translation>재어 볼 프롬프트</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="70"/>
        <source>How many held-back passages the result is measured and compared on</source>
        <translation>결과를 재고 비교할 남겨 둔 대목의 수</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="74"/>
        <source>do not measure</source>
        <translation>재지 않음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="78"/>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="79"/>
        <source>The same folder, options and seed give the same style</source>
        <translation>같은 폴더, 선택, 시드는 같은 스타일을 만듭니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="111"/>
        <location filename="../../app/wizard/expert_panel.py" line="118"/>
        <source>Threads</source>
        <translation>스레드</translation>
    </message>
    <message>
        <location filename="../../app/wizard/expert_panel.py" line="112"/>
        <source>Processor threads for the learning</source>
        <translation>학습에 쓸 프로세서 스레드</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="44"/>
        <source>Sounds like your folder</source>
        <translation>내 폴더처럼 들리는 정도</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="45"/>
        <source>How sure the style classifier is that takes after your folder&apos;s prompts belong to it</source>
        <translation>내 폴더의 프롬프트를 이은 테이크가 폴더의 것이라고 스타일 분류기가 얼마나 확신하는지</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="52"/>
        <source>Turns other music to it</source>
        <translation>다른 음악도 이쪽으로 이끔</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="53"/>
        <source>The same for takes after prompts of quite other music: how far the style reaches</source>
        <translation>전혀 다른 음악의 프롬프트를 이은 테이크로 잰 같은 값: 스타일이 미치는 정도</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="56"/>
        <source>Choice of notes</source>
        <translation>음 고르기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="57"/>
        <source>How far the use of the twelve notes is from the music that really follows; less is closer</source>
        <translation>열두 음의 쓰임이 실제로 이어지는 음악과 얼마나 다른지. 작을수록 가깝습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="61"/>
        <source>Motion from note to note</source>
        <translation>음에서 음으로의 움직임</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="62"/>
        <source>How alike the steps between notes are to the music that really follows; more is closer</source>
        <translation>음 사이의 걸음이 실제로 이어지는 음악과 얼마나 닮았는지. 클수록 가깝습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="71"/>
        <source>as varied as before</source>
        <translation>예전만큼 다양함</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="71"/>
        <source>less varied</source>
        <translation>덜 다양함</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="75"/>
        <source>Different voicings</source>
        <translation>서로 다른 보이싱</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="76"/>
        <source>How many different chord shapes the takes use, in as many chords</source>
        <translation>같은 수의 코드에서 테이크가 쓰는 서로 다른 코드 모양의 수</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="90"/>
        <source>Longest run taken over</source>
        <translation>가장 길게 옮겨 온 선율</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="91"/>
        <source>The longest melody, in notes, that stands in your folder too, in any key; under {notes} it is the common language</source>
        <translation>어느 조로든 폴더에도 있는 가장 긴 선율의 음표 수. {notes}개 아래는 흔한 말투입니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="99"/>
        <source>original</source>
        <translation>새로움</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="99"/>
        <source>it quotes your folder</source>
        <translation>폴더를 인용합니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="116"/>
        <source>much closer</source>
        <translation>훨씬 가까움</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="118"/>
        <source>closer</source>
        <translation>더 가까움</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="119"/>
        <source>about the same</source>
        <translation>거의 같음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="119"/>
        <source>further away</source>
        <translation>더 멂</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="174"/>
        <source>Measured on music it had not heard</source>
        <translation>들어 보지 않은 음악으로 쟀습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="176"/>
        <source>upper bar: before · lower bar: with your style</source>
        <translation>위 막대: 이전 · 아래 막대: 내 스타일</translation>
    </message>
    <message>
        <location filename="../../app/wizard/figures_table.py" line="178"/>
        <source>This training was not measured.</source>
        <translation>이 학습은 재지 않았습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="74"/>
        <source>Looking at the folder</source>
        <translation>폴더를 살펴보는 중</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="75"/>
        <source>How far the look at the folder is</source>
        <translation>폴더를 얼마나 살펴보았는지</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="77"/>
        <source>Stop Looking</source>
        <translation>그만 살펴보기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="78"/>
        <source>Stop looking at the folder</source>
        <translation>폴더 살펴보기를 멈춥니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="79"/>
        <source>Stop looking and choose another folder</source>
        <translation>살펴보기를 멈추고 다른 폴더를 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="81"/>
        <source>Another Folder…</source>
        <translation>다른 폴더…</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="82"/>
        <source>Choose another folder</source>
        <translation>다른 폴더 고르기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="83"/>
        <source>Choose another folder of MIDI files</source>
        <translation>다른 MIDI 파일 폴더를 고릅니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="123"/>
        <source>Length in minutes</source>
        <translation>길이(분)</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="124"/>
        <source>Tempo in bpm</source>
        <translation>템포(bpm)</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="125"/>
        <source>Meter</source>
        <translation>박자</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="126"/>
        <source>Notes a second</source>
        <translation>1초의 음표 수</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="127"/>
        <source>Notes by pitch</source>
        <translation>음높이별 음표</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="128"/>
        <location filename="../../app/wizard/texts.py" line="44"/>
        <source>major</source>
        <translation>장화음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="128"/>
        <location filename="../../app/wizard/texts.py" line="45"/>
        <source>minor</source>
        <translation>단화음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="129"/>
        <source>Key</source>
        <translation>조</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="130"/>
        <source>Chords, share of the time</source>
        <translation>코드, 시간의 비율</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="147"/>
        <source>Choose the Folder of Your MIDI Files</source>
        <translation>MIDI 파일이 든 폴더 고르기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="198"/>
        <source>The look at the folder was cut off; choose the folder again.</source>
        <translation>폴더 살펴보기가 끊겼습니다. 폴더를 다시 고르세요.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="213"/>
        <source>{files} files · {notes} notes · {time} of music</source>
        <translation>파일 {files}개 · 음표 {notes}개 · 음악 {time}</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="229"/>
        <source>Finding the beat: {done} of {files}</source>
        <translation>박 찾기: {files}개 중 {done}개</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="232"/>
        <source>Reading: {done} of {files}</source>
        <translation>읽기: {files}개 중 {done}개</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="233"/>
        <source>Looking for MIDI files…</source>
        <translation>MIDI 파일을 찾는 중…</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="251"/>
        <location filename="../../app/wizard/folder_step.py" line="255"/>
        <source>nothing yet</source>
        <translation>아직 없음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="261"/>
        <source>Nine of ten notes lie from {low} to {high}.</source>
        <translation>음표 열에 아홉은 {low}에서 {high} 사이입니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="266"/>
        <source>You can go on composing meanwhile.</source>
        <translation>그동안 계속 작곡할 수 있습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="269"/>
        <source>{found} pieces are too few for a style: at least {least} are needed, and ten make a good one.</source>
        <translation>{found}곡은 스타일을 만들기에 너무 적습니다. 적어도 {least}곡이 필요하고 열 곡이면 좋습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="275"/>
        <source>{found} pieces are few: the style will be a sketch; ten or more make it sure.</source>
        <translation>{found}곡은 적어서 스타일이 스케치에 그칩니다. 열 곡 이상이면 확실합니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="280"/>
        <source>Mostly {meter}, around {low} to {high} bpm.</source>
        <translation>대부분 {meter}, {low}–{high}bpm 정도입니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/folder_step.py" line="283"/>
        <source>Tempo, meter, key and chords were measured on {some} of the {all} files.</source>
        <translation>템포, 박자, 조, 코드는 전체 {all}개 파일 가운데 {some}개로 쟀습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/left_out_list.py" line="31"/>
        <source>only drums</source>
        <translation>드럼만 있음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/left_out_list.py" line="33"/>
        <source>too short: {notes} notes</source>
        <translation>너무 짧음: 음표 {notes}개</translation>
    </message>
    <message>
        <location filename="../../app/wizard/left_out_list.py" line="35"/>
        <source>the same notes as {file}</source>
        <translation>{file}과(와) 같은 음표</translation>
    </message>
    <message>
        <location filename="../../app/wizard/left_out_list.py" line="37"/>
        <source>cannot be read</source>
        <translation>읽을 수 없음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/left_out_list.py" line="76"/>
        <source>Every file can be used.</source>
        <translation>모든 파일을 쓸 수 있습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/left_out_list.py" line="80"/>
        <source>Files that are left out</source>
        <translation>빠지는 파일</translation>
    </message>
    <message>
        <location filename="../../app/wizard/left_out_list.py" line="81"/>
        <source>These files are not learned from; each with the reason</source>
        <translation>이 파일에서는 배우지 않습니다. 까닭을 함께 적습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/left_out_list.py" line="110"/>
        <source>Left out</source>
        <translation>빠짐</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="54"/>
        <source>Hear for yourself, blind</source>
        <translation>가리고 직접 들어 보기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="69"/>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="69"/>
        <source>Hear what both takes continue</source>
        <translation>두 테이크가 이어 가는 앞부분을 듣습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="70"/>
        <source>First</source>
        <translation>첫째</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="70"/>
        <source>Hear the first take</source>
        <translation>첫째 테이크를 듣습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="71"/>
        <source>Second</source>
        <translation>둘째</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="71"/>
        <source>Hear the second take</source>
        <translation>둘째 테이크를 듣습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="77"/>
        <source>The First</source>
        <translation>첫째</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="77"/>
        <source>The first take sounds more like your folder</source>
        <translation>첫째 테이크가 내 폴더처럼 들립니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="80"/>
        <source>The Second</source>
        <translation>둘째</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="80"/>
        <source>The second take sounds more like your folder</source>
        <translation>둘째 테이크가 내 폴더처럼 들립니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="83"/>
        <source>No Difference</source>
        <translation>차이 없음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="83"/>
        <source>Neither sounds more like your folder</source>
        <translation>어느 쪽도 더 내 폴더처럼 들리지 않습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="94"/>
        <source>Listen Again</source>
        <translation>다시 듣기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="94"/>
        <source>Compare anew, in another order</source>
        <translation>다른 순서로 새로 비교합니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="105"/>
        <source>Play: {name}</source>
        <translation>재생: {name}</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="184"/>
        <source>There is nothing to compare: this training was not measured.</source>
        <translation>비교할 것이 없습니다. 이 학습은 재지 않았습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="191"/>
        <source>Both takes go on after the same prompt; one is written in your style, one without it. Which one sounds more like your folder?</source>
        <translation>두 테이크는 같은 프롬프트를 이어 갑니다. 하나는 내 스타일로, 하나는 그것 없이 썼습니다. 어느 쪽이 더 내 폴더처럼 들리나요?</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="196"/>
        <source>{now} of {all}</source>
        <translation>{all} 중 {now}</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="208"/>
        <source>You chose your style {chosen} of {of} times.</source>
        <translation>{of}번 가운데 {chosen}번 내 스타일을 골랐습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="211"/>
        <source>You heard no difference.</source>
        <translation>차이를 듣지 못했습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="213"/>
        <source>That is no accident: the style can be heard.</source>
        <translation>우연이 아닙니다. 스타일이 들립니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/listening.py" line="216"/>
        <source>Somebody who only guesses does as well in {share} of all cases.</source>
        <translation>어림짐작만 하는 사람도 {share}의 경우에 이만큼 맞힙니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="180"/>
        <source>The style “{name}” is ready.</source>
        <translation>스타일 “{name}”이(가) 준비되었습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="206"/>
        <source>Plan It</source>
        <translation>계획 세우기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="207"/>
        <source>Go on to the plan</source>
        <translation>계획으로 갑니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="211"/>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="212"/>
        <source>Back to the folder</source>
        <translation>폴더로 돌아갑니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="213"/>
        <source>Start Learning</source>
        <translation>학습 시작</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="214"/>
        <source>Start learning the style</source>
        <translation>스타일을 배우기 시작합니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="220"/>
        <source>See the Result</source>
        <translation>결과 보기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="221"/>
        <location filename="../../app/wizard/stepper.py" line="85"/>
        <source>What was learned, in figures and by ear</source>
        <translation>무엇을 배웠는지 숫자와 귀로 확인합니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="225"/>
        <source>Learn Another</source>
        <translation>다른 것 배우기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="226"/>
        <source>Learn another style; this one stays</source>
        <translation>다른 스타일을 배웁니다. 이 스타일은 남습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="227"/>
        <source>Add to Mixer</source>
        <translation>믹서에 넣기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="228"/>
        <source>Go to Compose with {name} in the mixer</source>
        <translation>{name}을(를) 믹서에 넣고 작곡으로 갑니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="256"/>
        <source>A style is still being learned.</source>
        <translation>스타일을 아직 배우는 중입니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="258"/>
        <source>It can go on without the window, or stop for now and go on when you resume it.</source>
        <translation>창 없이 계속하거나, 지금 멈추고 나중에 다시 이어 갈 수 있습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="261"/>
        <source>Go On Without the Window</source>
        <translation>창 없이 계속</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="262"/>
        <source>Stop for Now</source>
        <translation>지금은 멈추기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="263"/>
        <source>Stay Here</source>
        <translation>머무르기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="265"/>
        <source>Close the window; the style will be there when it has been learned</source>
        <translation>창을 닫습니다. 다 배우면 스타일이 있을 것입니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="266"/>
        <source>Keep what has been learned; resume it on the Train tab another day</source>
        <translation>배운 것을 간직합니다. 다른 날 학습 탭에서 이어 가세요</translation>
    </message>
    <message>
        <location filename="../../app/wizard/panel.py" line="267"/>
        <source>Do not close the window</source>
        <translation>창을 닫지 않습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan.py" line="64"/>
        <source>Give the style a name: it will stand in the mixer under it.</source>
        <translation>스타일에 이름을 붙이세요. 믹서에 그 이름으로 놓입니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan.py" line="71"/>
        <source>You have a style “{name}” already; the new one will take its place.</source>
        <translation>“{name}” 스타일이 이미 있습니다. 새 스타일이 그 자리를 차지합니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="83"/>
        <location filename="../../app/wizard/plan_step.py" line="158"/>
        <source>Name of the style</source>
        <translation>스타일 이름</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="84"/>
        <source>The style stands in the mixer under this name</source>
        <translation>스타일이 믹서에 이 이름으로 놓입니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="92"/>
        <source>minutes</source>
        <translation>분</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="93"/>
        <source>Time for learning</source>
        <translation>학습 시간</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="95"/>
        <source>All that learning may take on this computer; the longer, the closer to the folder</source>
        <translation>이 컴퓨터에서 학습에 쓸 시간. 길수록 폴더에 가까워집니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="106"/>
        <source>Take {time}</source>
        <translation>{time} 쓰기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="107"/>
        <source>Give the learning {time}</source>
        <translation>학습에 {time}을 줍니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="292"/>
        <source>Processor (CPU)</source>
        <translation>프로세서(CPU)</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="139"/>
        <location filename="../../app/wizard/plan_step.py" line="170"/>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="117"/>
        <source>All that is played</source>
        <translation>연주되는 모든 것</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="118"/>
        <source>The lead alone</source>
        <translation>멜로디만</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="119"/>
        <source>The accompaniment alone: chords and bass</source>
        <translation>반주만: 코드와 베이스</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="120"/>
        <source>The chords alone</source>
        <translation>코드만</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="121"/>
        <source>The bass alone</source>
        <translation>베이스만</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="124"/>
        <location filename="../../app/wizard/plan_step.py" line="166"/>
        <source>Learn from</source>
        <translation>배울 대상</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="126"/>
        <source>In a band’s files the instruments tell who leads, a pianist’s hands are told apart by ear; take the lead alone to learn a soloist and not the band</source>
        <translation>밴드 파일에서는 악기가 멜로디를 알려 주고, 피아니스트의 두 손은 들어서 나눕니다. 밴드가 아니라 솔로 연주자를 배우려면 멜로디만 고르세요</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="140"/>
        <source>Where the learning runs; Automatic takes a GPU where there is one</source>
        <translation>학습이 실행될 장치. 자동은 GPU가 있으면 GPU를 씁니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="143"/>
        <source>For experts</source>
        <translation>전문가용</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="148"/>
        <source>Options for experts</source>
        <translation>전문가용 선택</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="149"/>
        <source>Show every option of the training</source>
        <translation>학습의 모든 선택을 보입니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="162"/>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="193"/>
        <source>What will be learned</source>
        <translation>무엇을 배우나요</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="407"/>
        <source>how the hands voice chords, and where the line goes over them</source>
        <translation>두 손이 코드를 어떻게 쌓고 선율이 그 위를 어떻게 지나가는지</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="196"/>
        <source>how it swings: where notes fall in the beat, how dense, how loud</source>
        <translation>어떻게 스윙하는지: 박 안의 위치, 밀도, 세기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="197"/>
        <source>not the tunes: every piece is heard in many keys, and copies are looked for at the end</source>
        <translation>곡 자체는 아닙니다. 모든 곡을 여러 조로 듣고, 마지막에 베낀 곳을 찾습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="208"/>
        <source>What TatumFlow can already do stays as it is. The style is one small file of your own: mix it, share it, remove it.</source>
        <translation>TatumFlow가 이미 할 수 있는 것은 그대로입니다. 스타일은 작은 파일 하나이며, 섞고 나누고 지울 수 있습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="219"/>
        <source>What it takes</source>
        <translation>필요한 것</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="227"/>
        <source>Music</source>
        <translation>음악</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="228"/>
        <source>Reading it</source>
        <translation>읽기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="229"/>
        <location filename="../../app/wizard/train_step.py" line="201"/>
        <source>Learning</source>
        <translation>학습</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="230"/>
        <source>Measuring</source>
        <translation>재기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="231"/>
        <source>Ready</source>
        <translation>준비됨</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="232"/>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="233"/>
        <source>Disk</source>
        <translation>디스크</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="250"/>
        <source>The learning runs beside TatumFlow with low priority: you can go on composing.</source>
        <translation>학습은 낮은 우선순위로 TatumFlow 옆에서 돌아갑니다. 계속 작곡할 수 있습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="293"/>
        <source>Automatic: {device}</source>
        <translation>자동: {device}</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="334"/>
        <source>{files} pieces, {time}</source>
        <translation>{files}곡, {time}</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="335"/>
        <source>about {time}</source>
        <translation>약 {time}</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="339"/>
        <source>at most {time}: the GPU is measured at the start</source>
        <translation>길어야 {time}: GPU 속도는 시작할 때 잽니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="343"/>
        <source>at about {clock}, if you start now</source>
        <translation>지금 시작하면 {clock}쯤</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="344"/>
        <source>by {clock}, if you start now</source>
        <translation>지금 시작하면 늦어도 {clock}까지</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="355"/>
        <source>needs {need}, {free} free</source>
        <translation>{need} 필요, {free} 남음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="356"/>
        <source>needs {need}</source>
        <translation>{need} 필요</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="364"/>
        <source>on the GPU up to {need}, {free} free</source>
        <translation>GPU에서 최대 {need} 필요, {free} 비어 있음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="370"/>
        <source>The GPU has too little free memory: close what uses it, or choose the processor.</source>
        <translation>GPU에 빈 메모리가 너무 적습니다. GPU를 쓰는 프로그램을 닫거나 프로세서를 고르세요.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="376"/>
        <source>There is too little free memory: close other programs, then come back to this page.</source>
        <translation>남은 메모리가 너무 적습니다. 다른 프로그램을 닫고 이 페이지로 돌아오세요.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="381"/>
        <source>The disk is nearly full: free some space before you start.</source>
        <translation>디스크가 거의 찼습니다. 시작하기 전에 공간을 비우세요.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="403"/>
        <source>where the line goes over the chords: its steps, leaps, phrases and rests</source>
        <translation>멜로디가 코드 위에서 어디로 움직이는지: 순차 진행, 도약, 프레이즈, 쉼</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="404"/>
        <source>how the chords are voiced, and where they are struck</source>
        <translation>코드를 어떻게 보이싱하고 어디에서 치는지</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="405"/>
        <source>how the bass moves from chord to chord</source>
        <translation>베이스가 코드에서 코드로 어떻게 움직이는지</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="406"/>
        <source>how the chords are voiced and struck, and how the bass moves under them</source>
        <translation>코드를 어떻게 보이싱하고 치는지, 그 아래에서 베이스가 어떻게 움직이는지</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="418"/>
        <source>The instruments of every file tell who plays what.</source>
        <translation>모든 파일에서 악기가 누가 무엇을 연주하는지 알려 줍니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="420"/>
        <source>No file names its instruments: who plays what is told by ear.</source>
        <translation>악기를 밝힌 파일이 없어서 누가 무엇을 연주하는지 들어서 나눕니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="421"/>
        <source>In {bands} of {files} files the instruments tell who plays what, in the others it is told by ear.</source>
        <translation>파일 {files}개 가운데 {bands}개에서는 악기가 누가 무엇을 연주하는지 알려 주고, 나머지는 들어서 나눕니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="429"/>
        <source>A sketch: the broad habits of the folder.</source>
        <translation>스케치: 폴더의 큰 버릇만 배웁니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="431"/>
        <source>Enough for most folders of ten to fifty pieces.</source>
        <translation>열 곡에서 쉰 곡 정도의 폴더라면 대개 넉넉합니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/plan_step.py" line="432"/>
        <source>For large folders. It ends by itself when nothing more is gained.</source>
        <translation>큰 폴더에 알맞습니다. 더 얻을 것이 없으면 저절로 끝납니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/result_step.py" line="30"/>
        <source>Show the File</source>
        <translation>파일 보기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/result_step.py" line="31"/>
        <source>Show the style&apos;s file</source>
        <translation>스타일 파일 보기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/result_step.py" line="32"/>
        <source>Open the folder of the style, to share or to copy it</source>
        <translation>나누거나 복사할 수 있게 스타일의 폴더를 엽니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/result_step.py" line="56"/>
        <source>“{name}” is a style now</source>
        <translation>“{name}”은(는) 이제 스타일입니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/result_step.py" line="58"/>
        <source>learned from {pieces} pieces</source>
        <translation>{pieces}곡에서 배움</translation>
    </message>
    <message>
        <location filename="../../app/wizard/result_step.py" line="59"/>
        <source>{size}, installed</source>
        <translation>{size}, 설치됨</translation>
    </message>
    <message>
        <location filename="../../app/wizard/result_step.py" line="62"/>
        <source>stopped before its time</source>
        <translation>시간이 되기 전에 멈춤</translation>
    </message>
    <message>
        <location filename="../../app/wizard/runner.py" line="95"/>
        <source>“{name}” was not finished; what it has learned up to here is kept.</source>
        <translation>“{name}”을(를) 끝내지 못했습니다. 여기까지 배운 것은 간직됩니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/runner.py" line="182"/>
        <source>The training ended before the style was written.</source>
        <translation>스타일을 쓰기 전에 학습이 끝났습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/runner.py" line="191"/>
        <source>The system ended the training for want of memory: close other programs, then resume it; what it had learned is kept.</source>
        <translation>메모리가 모자라 시스템이 학습을 끝냈습니다. 다른 프로그램을 닫고 이어서 학습하세요. 배운 것은 그대로 남아 있습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/runner.py" line="198"/>
        <source>The disk is full: free some space, then resume the training; what it had learned is kept.</source>
        <translation>디스크가 가득 찼습니다. 공간을 비운 뒤 이어서 학습하세요. 배운 것은 그대로 남아 있습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/runner.py" line="201"/>
        <source>The training was ended from outside; what it had learned is kept.</source>
        <translation>학습이 밖에서 끝났습니다. 배운 것은 간직됩니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/sample_card.py" line="64"/>
        <source>after {percent} %</source>
        <translation>{percent} % 뒤</translation>
    </message>
    <message>
        <location filename="../../app/wizard/sample_card.py" line="66"/>
        <source>Play the sample {name}</source>
        <translation>표본 {name} 재생</translation>
    </message>
    <message>
        <location filename="../../app/wizard/sample_card.py" line="67"/>
        <source>Hear a prompt from the folder, continued in the style as it was then</source>
        <translation>폴더의 프롬프트를 그때의 스타일로 이어 간 것을 듣습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/sample_card.py" line="101"/>
        <source>Hear what it has learned</source>
        <translation>배운 것을 들어 보세요</translation>
    </message>
    <message>
        <location filename="../../app/wizard/sample_card.py" line="104"/>
        <source>A sample comes with every checkpoint; the first one in a moment.</source>
        <translation>체크포인트마다 표본이 나옵니다. 첫 표본은 곧 나옵니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/stepper.py" line="24"/>
        <source>Step {number}: {name}</source>
        <translation>{number}단계: {name}</translation>
    </message>
    <message>
        <location filename="../../app/wizard/stepper.py" line="82"/>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <location filename="../../app/wizard/stepper.py" line="82"/>
        <source>The music to learn from</source>
        <translation>배울 음악</translation>
    </message>
    <message>
        <location filename="../../app/wizard/stepper.py" line="83"/>
        <source>Plan</source>
        <translation>계획</translation>
    </message>
    <message>
        <location filename="../../app/wizard/stepper.py" line="83"/>
        <source>Name, time and what it takes</source>
        <translation>이름, 시간, 필요한 것</translation>
    </message>
    <message>
        <location filename="../../app/wizard/stepper.py" line="84"/>
        <source>Train</source>
        <translation>학습</translation>
    </message>
    <message>
        <location filename="../../app/wizard/stepper.py" line="84"/>
        <source>The learning itself, with samples to hear</source>
        <translation>학습, 그리고 들어 볼 표본</translation>
    </message>
    <message>
        <location filename="../../app/wizard/stepper.py" line="85"/>
        <source>Result</source>
        <translation>결과</translation>
    </message>
    <message>
        <location filename="../../app/wizard/tab.py" line="90"/>
        <source>The style “{name}” is not there any more; learn it again or install its file.</source>
        <translation>스타일 “{name}”이(가) 이제 없습니다. 다시 배우거나 그 파일을 설치하세요.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="11"/>
        <source>{seconds} s</source>
        <translation>{seconds}초</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="14"/>
        <source>{minutes} min</source>
        <translation>{minutes}분</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="15"/>
        <source>{hours} h {minutes} min</source>
        <translation>{hours}시간 {minutes}분</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="21"/>
        <source>a few seconds left</source>
        <translation>몇 초 남음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="23"/>
        <source>about {seconds} s left</source>
        <translation>약 {seconds}초 남음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="24"/>
        <source>about {time} left</source>
        <translation>약 {time} 남음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="35"/>
        <source>{size} MB</source>
        <translation>{size}MB</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="38"/>
        <source>{size} GB</source>
        <translation>{size}GB</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="46"/>
        <source>dominant 7</source>
        <translation>딸림7</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="47"/>
        <source>major 7</source>
        <translation>장7</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="48"/>
        <source>minor 7</source>
        <translation>단7</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="49"/>
        <source>half-diminished</source>
        <translation>반감7</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="50"/>
        <source>diminished</source>
        <translation>감화음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="51"/>
        <source>sus</source>
        <translation>서스</translation>
    </message>
    <message>
        <location filename="../../app/wizard/texts.py" line="52"/>
        <source>augmented</source>
        <translation>증화음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="34"/>
        <source>How far off it is from the music · lower is better</source>
        <translation>음악에서 벗어난 정도 · 낮을수록 좋음</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="36"/>
        <source>pieces it learns from</source>
        <translation>배우는 곡</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="36"/>
        <source>pieces held back</source>
        <translation>남겨 둔 곡</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="39"/>
        <source>The curves begin when the folder has been read.</source>
        <translation>폴더를 다 읽으면 곡선이 시작됩니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="75"/>
        <source>Progress of the learning</source>
        <translation>학습의 진행</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="76"/>
        <source>How much of the learning is done</source>
        <translation>학습이 얼마나 되었는지</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="81"/>
        <source>Memory is short: it learns in smaller portions, the same music a little slower.</source>
        <translation>메모리가 모자랍니다. 같은 음악을 더 작은 단위로 나누어 조금 천천히 배웁니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="87"/>
        <source>Stop and Keep</source>
        <translation>멈추고 간직</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="88"/>
        <source>Stop and keep</source>
        <translation>멈추고 간직</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="90"/>
        <source>Learn no more; measure and install the style with what it has learned</source>
        <translation>그만 배우고, 배운 것으로 스타일을 재고 설치합니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="93"/>
        <source>Cancel…</source>
        <translation>취소…</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="94"/>
        <location filename="../../app/wizard/train_step.py" line="128"/>
        <source>Cancel the learning</source>
        <translation>학습 취소</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="95"/>
        <source>End the learning and throw away what was learned</source>
        <translation>학습을 끝내고 배운 것을 버립니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="129"/>
        <source>Throw away what has been learned up to here?</source>
        <translation>여기까지 배운 것을 버릴까요?</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="130"/>
        <source>Throw Away</source>
        <translation>버리기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="131"/>
        <source>Go On</source>
        <translation>계속</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="134"/>
        <source>End the learning and delete what was learned</source>
        <translation>학습을 끝내고 배운 것을 지웁니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="135"/>
        <source>Leave everything as it is</source>
        <translation>모두 그대로 둡니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="168"/>
        <source>Resume</source>
        <translation>이어 가기</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="168"/>
        <source>Pause</source>
        <translation>잠시 멈춤</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="171"/>
        <source>Go on learning from where it was</source>
        <translation>멈춘 곳에서 이어서 배웁니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="173"/>
        <source>Compute nothing until you resume</source>
        <translation>이어 갈 때까지 아무것도 계산하지 않습니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="185"/>
        <source>When the held-back curve stops falling, there is nothing more to gain; the ring marks its best.</source>
        <translation>남겨 둔 곡의 곡선이 내려가지 않으면 더 얻을 것이 없습니다. 고리는 가장 좋은 곳입니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="195"/>
        <source>Stopped; it goes on from the last checkpoint.</source>
        <translation>멈췄습니다. 마지막 체크포인트에서 이어 갑니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="197"/>
        <source>Finishing the style…</source>
        <translation>스타일을 마무리하는 중…</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="199"/>
        <source>Starting…</source>
        <translation>시작하는 중…</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="200"/>
        <source>Reading the folder…</source>
        <translation>폴더를 읽는 중…</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="202"/>
        <source>Paused</source>
        <translation>잠시 멈춤</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="203"/>
        <source>Measuring what was learned…</source>
        <translation>배운 것을 재는 중…</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="204"/>
        <source>Done</source>
        <translation>마침</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="212"/>
        <source>goes on without this window</source>
        <translation>이 창 없이 계속됩니다</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="215"/>
        <source>Kept up to {percent} %.</source>
        <translation>{percent} %까지 간직했습니다.</translation>
    </message>
    <message>
        <location filename="../../app/wizard/train_step.py" line="228"/>
        <source>Held-back pieces: from {first} at the start to {now} now, the best is {best}.</source>
        <translation>남겨 둔 곡: 처음 {first}에서 지금 {now}, 가장 좋은 값은 {best}.</translation>
    </message>
</context>
<context>
    <name>TrainingProcess</name>
    <message>
        <location filename="../../app/training_process.py" line="117"/>
        <source>The training ended with an error of its own: {message}</source>
        <translation>학습이 예상하지 못한 오류로 끝났습니다: {message}</translation>
    </message>
    <message>
        <location filename="../../app/training_process.py" line="250"/>
        <source>The training could not be started ({reason}); install TatumFlow anew.</source>
        <translation>학습을 시작하지 못했습니다({reason}). TatumFlow를 다시 설치하세요.</translation>
    </message>
    <message>
        <location filename="../../app/training_process.py" line="263"/>
        <source>The training was ended by the system or another program.</source>
        <translation>시스템이나 다른 프로그램이 학습을 끝냈습니다.</translation>
    </message>
    <message>
        <location filename="../../app/training_process.py" line="270"/>
        <source>The training ended without saying why (status {code}).</source>
        <translation>학습이 까닭을 말하지 않고 끝났습니다(상태 {code}).</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <location filename="../../app/transport/bar.py" line="47"/>
        <location filename="../../app/transport/bar.py" line="151"/>
        <source>&amp;Open…</source>
        <translation>열기(&amp;O)…</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="48"/>
        <source>Open MIDI file</source>
        <translation>MIDI 파일 열기</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="51"/>
        <location filename="../../app/transport/bar.py" line="152"/>
        <source>&amp;Demo</source>
        <translation>데모(&amp;D)</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="52"/>
        <source>Open demo prompt</source>
        <translation>데모 프롬프트 열기</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="58"/>
        <location filename="../../app/transport/prompt_menu.py" line="69"/>
        <source>Name of the prompt</source>
        <translation>프롬프트 이름</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="60"/>
        <source>To the start</source>
        <translation>처음으로</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="61"/>
        <location filename="../../app/transport/bar.py" line="188"/>
        <source>Play</source>
        <translation>재생</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="62"/>
        <source>Loop</source>
        <translation>반복</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="70"/>
        <source>Position</source>
        <translation>위치</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="71"/>
        <source>Play position: bar and beat</source>
        <translation>재생 위치: 마디와 박</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="72"/>
        <source>Metronome</source>
        <translation>메트로놈</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="77"/>
        <location filename="../../app/transport/time_facts.py" line="41"/>
        <source>Tempo</source>
        <translation>템포</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="78"/>
        <source>Tempo at the play position; click to change it</source>
        <translation>재생 위치의 템포. 눌러서 바꿉니다</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="83"/>
        <source>Meter</source>
        <translation>박자</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="84"/>
        <source>Meter at the play position; click to change it</source>
        <translation>재생 위치의 박자. 눌러서 바꿉니다</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="89"/>
        <source>Key</source>
        <translation>조</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="90"/>
        <source>Key of what is shown; click to name another (notes stay)</source>
        <translation>보이는 음악의 조. 눌러서 다른 조로 부릅니다(음표는 그대로입니다)</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="95"/>
        <source>Volume</source>
        <translation>음량</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="100"/>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="188"/>
        <source>Stop</source>
        <translation>정지</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="193"/>
        <source>No model</source>
        <translation>모델 없음</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="193"/>
        <source>Loading the model…</source>
        <translation>모델을 불러오는 중…</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="194"/>
        <source>The model that writes the takes</source>
        <translation>테이크를 쓰는 모델</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="196"/>
        <source>Ready · {device}</source>
        <translation>준비됨 · {device}</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="197"/>
        <source>Model {checkpoint}, loaded in {seconds:.1f} s</source>
        <translation>모델 {checkpoint}, {seconds:.1f}초에 불러옴</translation>
    </message>
    <message>
        <location filename="../../app/transport/bar.py" line="95"/>
        <source>Playback loudness</source>
        <translation>재생 음량</translation>
    </message>
    <message>
        <location filename="../../app/transport/prompt_menu.py" line="28"/>
        <source>Prompts of this project</source>
        <translation>이 프로젝트의 프롬프트</translation>
    </message>
    <message>
        <location filename="../../app/transport/prompt_menu.py" line="29"/>
        <source>The prompts of this project: switch, rename, remove</source>
        <translation>이 프로젝트의 프롬프트: 바꾸기, 이름, 빼기</translation>
    </message>
    <message>
        <location filename="../../app/transport/prompt_menu.py" line="41"/>
        <source>prompt {place} of {count}</source>
        <translation>프롬프트 {count}개 중 {place}</translation>
    </message>
    <message>
        <location filename="../../app/transport/prompt_menu.py" line="49"/>
        <source>{bars} bars</source>
        <translation>{bars}마디</translation>
    </message>
    <message>
        <location filename="../../app/transport/prompt_menu.py" line="54"/>
        <source>&amp;Rename…</source>
        <translation>이름 바꾸기(&amp;R)…</translation>
    </message>
    <message>
        <location filename="../../app/transport/prompt_menu.py" line="55"/>
        <source>Re&amp;move From the Project</source>
        <translation>프로젝트에서 빼기(&amp;M)</translation>
    </message>
    <message>
        <location filename="../../app/transport/prompt_menu.py" line="69"/>
        <source>Rename Prompt</source>
        <translation>프롬프트 이름 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/transport/time_facts.py" line="63"/>
        <source>A take keeps the meter of its prompt: change it there (P)</source>
        <translation>테이크는 프롬프트의 박자를 따릅니다. 거기서 바꾸세요(P)</translation>
    </message>
    <message>
        <location filename="../../app/transport/time_facts.py" line="71"/>
        <source>Major</source>
        <translation>장조</translation>
    </message>
    <message>
        <location filename="../../app/transport/time_facts.py" line="72"/>
        <source>Minor</source>
        <translation>단조</translation>
    </message>
    <message>
        <location filename="../../app/transport/time_facts.py" line="80"/>
        <source>No key</source>
        <translation>조 없음</translation>
    </message>
    <message>
        <location filename="../../app/transport/time_facts.py" line="94"/>
        <source> BPM</source>
        <translation> BPM</translation>
    </message>
    <message>
        <location filename="../../app/transport/time_facts.py" line="95"/>
        <source>Tempo in beats a minute</source>
        <translation>1분의 박 수로 나타낸 템포</translation>
    </message>
    <message>
        <location filename="../../app/transport/time_facts.py" line="96"/>
        <source>Enter keeps this tempo, Esc the old one</source>
        <translation>Enter는 이 템포, Esc는 예전 템포입니다</translation>
    </message>
</context>
<context>
    <name>Undo</name>
    <message>
        <location filename="../../app/commands.py" line="62"/>
        <location filename="../../app/commands.py" line="94"/>
        <source>open {name}</source>
        <translation>{name} 열기</translation>
    </message>
    <message>
        <location filename="../../app/commands.py" line="70"/>
        <source>read the bars the other way</source>
        <translation>마디를 다른 방식으로 읽기</translation>
    </message>
    <message>
        <location filename="../../app/commands.py" line="109"/>
        <source>remove prompt</source>
        <translation>프롬프트 빼기</translation>
    </message>
    <message>
        <location filename="../../app/commands.py" line="117"/>
        <source>rename prompt</source>
        <translation>프롬프트 이름 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/commands.py" line="127"/>
        <source>choose prompt bars</source>
        <translation>프롬프트 마디 고르기</translation>
    </message>
    <message>
        <location filename="../../app/commands.py" line="152"/>
        <source>generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <location filename="../../app/commands.py" line="180"/>
        <source>delete {take}</source>
        <translation>{take} 지우기</translation>
    </message>
    <message>
        <location filename="../../app/commands.py" line="193"/>
        <source>bring back deleted takes</source>
        <translation>지운 테이크 되살리기</translation>
    </message>
    <message>
        <location filename="../../app/commands.py" line="232"/>
        <source>change the chords to write</source>
        <translation>쓸 코드 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/commands.py" line="239"/>
        <source>change settings</source>
        <translation>설정 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="154"/>
        <source>begin a prompt</source>
        <translation>프롬프트 시작</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="193"/>
        <source>change chords</source>
        <translation>코드 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="207"/>
        <source>transpose</source>
        <translation>조옮김</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="283"/>
        <source>star {take}</source>
        <translation>{take} 별표</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="287"/>
        <source>rename {take}</source>
        <translation>{take} 이름 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="291"/>
        <source>colour {take}</source>
        <translation>{take} 색</translation>
    </message>
    <message>
        <location filename="../../app/controller.py" line="318"/>
        <source>continue from {take}</source>
        <translation>{take}에서 이어 쓰기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="214"/>
        <location filename="../../app/chord_lane/lane.py" line="245"/>
        <source>clear chord</source>
        <translation>코드 지우기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="216"/>
        <source>type chord</source>
        <translation>코드 적기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="231"/>
        <source>split chord</source>
        <translation>코드 나누기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="237"/>
        <source>join chords</source>
        <translation>코드 합치기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="253"/>
        <source>transpose chord</source>
        <translation>코드 조옮김</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/lane.py" line="261"/>
        <location filename="../../app/chord_lane/lane.py" line="298"/>
        <source>move chord border</source>
        <translation>코드 경계 옮기기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="136"/>
        <source>type chords</source>
        <translation>코드 적기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="167"/>
        <source>choose {form}</source>
        <translation>{form} 고르기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="186"/>
        <source>import {name}</source>
        <translation>{name} 가져오기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="225"/>
        <source>detect chords</source>
        <translation>코드 찾아내기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/link.py" line="239"/>
        <source>transpose chords</source>
        <translation>코드 조옮김</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="146"/>
        <source>take {device}</source>
        <translation>{device} 받아들이기</translation>
    </message>
    <message>
        <location filename="../../app/chord_lane/suggestions.py" line="149"/>
        <source>leave {device}</source>
        <translation>{device} 그만두기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="238"/>
        <source>draw note</source>
        <translation>음표 그리기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="255"/>
        <source>delete notes</source>
        <translation>음표 지우기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="273"/>
        <source>copy notes</source>
        <translation>음표 복사</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="275"/>
        <source>move notes</source>
        <translation>음표 옮기기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="275"/>
        <source>transpose notes</source>
        <translation>음표 조옮김</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="301"/>
        <source>resize notes</source>
        <translation>음표 길이 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="312"/>
        <source>duplicate notes</source>
        <translation>음표 복제</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="326"/>
        <source>quantise</source>
        <translation>퀀타이즈</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="331"/>
        <source>legato</source>
        <translation>레가토</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="346"/>
        <source>split notes</source>
        <translation>음표 나누기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="353"/>
        <source>join notes</source>
        <translation>음표 합치기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="359"/>
        <source>change role</source>
        <translation>역할 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="366"/>
        <location filename="../../app/piano_roll/editor.py" line="372"/>
        <source>change velocity</source>
        <translation>세기 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/piano_roll/editor.py" line="398"/>
        <source>paste notes</source>
        <translation>음표 붙여넣기</translation>
    </message>
    <message>
        <location filename="../../app/style_mixer/live.py" line="44"/>
        <source>mix live</source>
        <translation>라이브로 섞기</translation>
    </message>
    <message>
        <location filename="../../app/transport/link.py" line="72"/>
        <source>change tempo</source>
        <translation>템포 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/transport/link.py" line="82"/>
        <source>change meter</source>
        <translation>박자 바꾸기</translation>
    </message>
    <message>
        <location filename="../../app/transport/link.py" line="91"/>
        <source>change key</source>
        <translation>조 바꾸기</translation>
    </message>
</context>
</TS>
